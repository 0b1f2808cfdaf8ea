/** Questions over the sample bookshop with the queries that answer them: something of each kind of chart. */
export const bookshopQuestions: { question: string; sql: string }[] = []
