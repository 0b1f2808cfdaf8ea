import { it } from 'vitest'
import pg from 'pg'
import WebSocket from 'ws'
import { serverAudits } from 'graphql-http'
import { startServing } from './serving.ts'
it('probe', async () => {
  const s = await startServing()
  const show = async (label: string, path: string, init: RequestInit = {}) => {
    const r = await fetch(s.url + path, { redirect: 'manual', ...init })
    const t = await r.text()
    console.log(label, r.status, JSON.stringify(Object.fromEntries(r.headers)), t.slice(0, 300).replace(/\n/g, ' '))
  }
  const auth = { authorization: `Bearer ${s.token}` }
  const q = '/graphql?query=' + encodeURIComponent('{viewer{userId}}')
  const html = { accept: 'text/html' }
  await show('html query', q, { headers: html })
  await show('html,json query', q, { headers: { accept: 'application/json, text/html' } })
  await show('html sub path', '/graphql/x', { headers: html })
  await show('html sub path query', '/graphql/x?query=%7B__typename%7D', { headers: html })
  await show('html other', '/x/graphql?query=%7B__typename%7D', { headers: html })
  await show('html //', '//graphql?query=%7B__typename%7D', { headers: html })
  await show('html slash', '/graphql/?query=%7B__typename%7D', { headers: html })
  await show('TEXT/HTML', q, { headers: { accept: 'TEXT/HTML' } })
  await show('options', q, { method: 'OPTIONS' })
  await show('options body', '/graphql', { method: 'OPTIONS', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify({ query: '{__typename}' }) })
  await show('head', q, { method: 'HEAD', headers: html })
  await show('head none', q, { method: 'HEAD' })
  await show('none', q)
  await show('query param', q + '&authorization=Bearer%20' + s.token + '&token=' + s.token + '&access_token=' + s.token)
  await show('unknown path', '/nothing', { headers: auth })
  await show('unknown path no auth', '/nothing')
  await show('get', q, { headers: auth })
  await show('put', '/graphql', { method: 'PUT', headers: auth, body: 'x' })
  const post = (query: string, variables = {}) => ({ method: 'POST', headers: { ...auth, 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) })
  const b64 = (t: string) => Buffer.from(t).toString('base64')
  const uuid = '01890000-0000-7000-8000-000000000000'
  for (const id of ['garbage', '', b64('x'), b64(`Database:x`), b64(`Database:${uuid}`), b64(`Viewer:${uuid}`), b64(`Task:${uuid}`), b64(`Query:1`), b64(`Workspace:${uuid}`), b64(`Table:${uuid}`), b64(`Table:1`), b64(`Column:${uuid}`), b64(`Relationship:1`), b64(`ElementCreationTask:1`), b64(`ElementCreationTask:${uuid}`), b64(`Nope:${uuid}`), b64(`__proto__:${uuid}`), b64('Database:\u0000')]) {
    await show('node ' + Buffer.from(id, 'base64'), '/graphql', post('query($id:ID!){node(id:$id){id}}', { id }))
    await show('nodes', '/graphql', post('query($id:ID!){nodes(ids:[$id]){id}}', { id }))
    await show('others', '/graphql', post('query($id:ID!){task(id:$id){id} database(id:$id){id} tasks(filter:{databaseId:$id}){totalCount}}', { id }))
    await show('mutation', '/graphql', post('mutation($id:ID!){cancelTask(taskId:$id){__typename}}', { id }))
    await show('mutation', '/graphql', post('mutation($id:ID!){retryTask(taskId:$id){__typename}}', { id }))
    await show('mutation', '/graphql', post('mutation($id:ID!){removeDatabase(id:$id){__typename}}', { id }))
    await show('mutation', '/graphql', post('mutation($id:ID!){updateDatabase(input:{id:$id,name:"x"}){__typename}}', { id }))
    await show('mutation', '/graphql', post('mutation($id:ID!){clearCatalog(databaseId:$id){__typename}}', { id }))
    await show('mutation', '/graphql', post('mutation($id:ID!){testConnection(input:{databaseId:$id}){__typename}}', { id }))
    await show('mutation', '/graphql', post('mutation($id:ID!){startElementCreation(input:{databaseIds:[$id]}){__typename ... on Error{code message}}}', { id }))
  }
  await show('nodes many', '/graphql', post('query($id:[ID!]!){nodes(ids:$id){id}}', { id: [b64('Database:1'), b64('Table:1'), 'x'] }))
  await show('invalid json', '/graphql', { method: 'POST', headers: { ...auth, 'content-type': 'application/json' }, body: '{' })
  await show('page', '/graphql', post('{databases(first:1000){totalCount}}'))
  await show('cursor', '/graphql', post('{databases(after:"x"){totalCount}}'))
  await show('validation', '/graphql', post('{nope}'))
  for (const audit of serverAudits({ url: s.url + '/graphql', fetchFn: (i: string, n: RequestInit = {}) => fetch(i, { ...n, headers: { ...n.headers, ...auth } }) })) {
    const r = await audit.fn()
    if (r.status !== 'ok') console.log(audit.id, audit.name, r.status, (r as {reason:string}).reason)
  }
  console.log(serverAudits({ url: '' }).length)
  const c = new pg.Client({ connectionString: s.database.connectionString }); await c.connect()
  await c.query('alter table registered_database rename to gone').catch((e) => console.log(e.message))
  const { rows } = await c.query(`select table_name from information_schema.tables where table_schema='public'`); console.log(rows)
  await show('internal', '/graphql', post('{databases{totalCount nodes{id}}}'))
  await show('internal sse', '/graphql', { ...post('{databases{totalCount}}'), headers: { ...auth, 'content-type': 'application/json', accept: 'text/event-stream' } })
  console.log(JSON.stringify(s.logged).slice(0, 1500))
  await c.end()
  const t0 = Date.now(); await s.stop(); console.log('stopped', Date.now() - t0)
})
it('database away', async () => {
  const s = await startServing({ migrated: false, env: { DATABASE_URL: 'postgresql://someone:secret@127.0.0.1:1/nowhere' } })
  const show = async (label: string, path: string, init: RequestInit = {}) => {
    const r = await fetch(s.url + path, { redirect: 'manual', ...init })
    console.log(label, r.status, JSON.stringify(Object.fromEntries(r.headers)), (await r.text()).slice(0, 600).replace(/\n/g, ' '))
  }
  await show('ready', '/health/ready'); await show('live', '/health/live'); await show('/', '/')
  const auth = { authorization: `Bearer ${s.token}` }
  await show('q', '/graphql?query=%7B__typename%7D', { headers: auth })
  const ws = new WebSocket(s.url.replace('http', 'ws') + '/graphql', 'graphql-transport-ws')
  ws.on('open', () => ws.send(JSON.stringify({ type: 'connection_init', payload: auth })))
  await new Promise<void>((r) => ws.on('close', (code, reason) => { console.log('ws', code, String(reason)); r() }))
  console.log(JSON.stringify(s.logged).slice(0, 3500))
  const t0 = Date.now(); await s.stop(); console.log('stopped', Date.now() - t0)
})
