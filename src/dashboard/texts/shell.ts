/** English of the frame around every page. */
export const shell = {
  name: 'Quarry',
  skip: 'Skip to the content',
  navigation: 'Main',
  pages: {
    tasks: 'Tasks',
    databases: 'Databases',
    filtered: 'Filtered databases',
    charts: 'Charts',
    queues: 'Queues',
  },
  connection: {
    idle: 'Not connected',
    connecting: 'Connecting…',
    connected: 'Live',
    lost: 'Connection lost, trying again…',
    refused: 'The server refused the connection',
  },
  theme: { label: 'Colours', system: 'System', light: 'Light', dark: 'Dark' },
  signOut: 'Sign out',
  graphiql: 'GraphiQL',
  notFound: { title: 'There is nothing at this address', back: 'Go to the tasks' },
  broken: {
    title: 'This page broke',
    what: 'The rest still works. Reload the page to see this part again.',
    reload: 'Reload',
  },
  signIn: {
    title: 'Sign in to Quarry',
    where:
      'Open the address that the server printed at its start: it brings the token along. Or paste a token or a JWT.',
    token: 'Token',
    refused: 'The server does not accept this token. It may have expired or been revoked.',
    submit: 'Sign in',
    kept: 'Kept for this tab, until you close it or sign out.',
  },
}
