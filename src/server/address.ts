import type { IncomingMessage } from 'node:http'

export const graphqlPath = '/graphql'

/** The path that a request asks for, as it was sent: URL's parser throws at some that a client may send, such as //. */
export const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?', 1)[0]!
