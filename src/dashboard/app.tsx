import { lazy, Suspense, useCallback, useState } from 'react'
import { Provider } from 'urql'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { openSession, type Session, SessionContext } from './session/session.ts'
import { SignIn } from './session/sign-in.tsx'
import { forgetToken, keepToken, readToken } from './session/token.ts'
import { Unbroken } from './shell/broken.tsx'
import { Shell } from './shell/shell.tsx'
import { shell as texts } from './texts/shell.ts'
import { ButtonLink } from './ui/button.tsx'
import { Loading } from './ui/note.tsx'
import { Page } from './ui/page.tsx'

const Tasks = lazy(() => import('./tasks/tasks-page.tsx'))
const Task = lazy(() => import('./tasks/task-page.tsx'))
const Databases = lazy(() => import('./databases/databases-page.tsx'))
const Database = lazy(() => import('./databases/database-page.tsx'))
const Table = lazy(() => import('./databases/table-page.tsx'))
const FilteredDatabases = lazy(() => import('./filtered/filtered-databases-page.tsx'))
const NewFilteredDatabase = lazy(() => import('./filtered/new-page.tsx'))
const FilteredDatabase = lazy(() => import('./filtered/filtered-database-page.tsx'))
const Messages = lazy(() => import('./charts/messages-page.tsx'))
const Message = lazy(() => import('./charts/message-page.tsx'))
const Queues = lazy(() => import('./queues/queues-page.tsx'))

export function App() {
  const [refused, setRefused] = useState(false)
  const [session, setSession] = useState<Session | null>(() => {
    const token = readToken()
    return token ? openSession(token, refuse) : null
  })
  function refuse() {
    forgetToken()
    setRefused(true)
    setSession(null)
  }
  const signOut = useCallback(() => {
    session?.end()
    forgetToken()
    setRefused(false)
    setSession(null)
  }, [session])

  if (!session)
    return (
      <SignIn
        refused={refused}
        onToken={(token) => {
          keepToken(token)
          setRefused(false)
          setSession(openSession(token, refuse))
        }}
      />
    )
  return (
    <SessionContext value={session}>
      <Provider value={session.urql}>
        <Shell onSignOut={signOut}>
          <Pages />
        </Shell>
      </Provider>
    </SessionContext>
  )
}

function Pages() {
  const [location] = useLocation()
  return (
    <Unbroken key={location}>
      <Suspense fallback={<Loading />}>
        <Switch>
          <Route path="/">
            <Redirect to="/tasks" replace />
          </Route>
          <Route path="/tasks" component={Tasks} />
          <Route path="/tasks/:id">{({ id }) => <Task key={id} id={id} />}</Route>
          <Route path="/databases" component={Databases} />
          <Route path="/databases/:id">{({ id }) => <Database key={id} id={id} />}</Route>
          <Route path="/databases/:id/tables/:tableId">
            {({ id, tableId }) => <Table key={tableId} databaseId={id} id={tableId} />}
          </Route>
          <Route path="/filtered-databases" component={FilteredDatabases} />
          <Route path="/filtered-databases/new" component={NewFilteredDatabase} />
          <Route path="/filtered-databases/:id">{({ id }) => <FilteredDatabase key={id} id={id} />}</Route>
          <Route path="/messages" component={Messages} />
          <Route path="/messages/:id">{({ id }) => <Message key={id} id={id} />}</Route>
          <Route path="/queues" component={Queues} />
          <Route>
            <Page title={texts.notFound.title}>
              <div>
                <ButtonLink href="/tasks">{texts.notFound.back}</ButtonLink>
              </div>
            </Page>
          </Route>
        </Switch>
      </Suspense>
    </Unbroken>
  )
}
