import { useRef, useState } from 'react'
import { Link, useSearchParams } from 'wouter'
import { filtered as texts } from '../texts/filtered.ts'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { type Draft, isSameInput, planInput } from './draft.ts'
import { DraftForm } from './form.tsx'
import { PlanAnswerView } from './plan-answer.tsx'
import { Start, type StartAnswer } from './start.tsx'
import { Unclear } from './unclear.tsx'
import { type PlanAnswer, usePlan } from './use-plan.ts'
import { WatchedTask } from './watched-task.tsx'

/** First the plan, then the start, then the task, which the address keeps: a reload goes on watching it. */
export default function NewFilteredDatabasePage() {
  const [search, setSearch] = useSearchParams()
  const [draft, setDraft] = useState<Draft>(() => ({
    by: 'DATABASE',
    databaseId: search.get('databaseId') ?? '',
    connectionString: '',
    prompt: search.get('prompt') ?? '',
    scope: search.get('scope') === 'REST' ? 'REST' : 'RELATED',
    useCandidates: search.has('candidates'),
    asOf: '',
    name: '',
    expiresAt: '',
  }))
  const { planned, planning, ask, stop } = usePlan()
  const [started, setStarted] = useState<StartAnswer>()
  const [isSame, setSame] = useState(true)
  const form = useRef<HTMLFormElement>(null)
  const prompt = useRef<HTMLTextAreaElement>(null)
  const taskId = search.get('task')

  const input = planInput(draft)
  const isStale = !!planned && !isSameInput(planned.input, input)
  const unclear = isStale ? undefined : [started, planned?.answer].find(isUnclear)
  const hasPlan = planned?.answer?.__typename === 'FilterPlanPayload'

  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  function plan() {
    setStarted(undefined)
    ask(input)
    // Not the connection string: an address is kept in many places.
    setSearch(
      {
        ...(draft.by === 'DATABASE' && { databaseId: draft.databaseId }),
        prompt: draft.prompt,
        ...(draft.scope === 'REST' && { scope: draft.scope }),
        ...(input.useCandidates && { candidates: '' }),
      },
      { replace: true },
    )
  }
  function fill(text: string) {
    change({ prompt: text })
    prompt.current?.focus()
  }
  function again() {
    setSearch((before) => {
      before.delete('task')
      return before
    })
    setStarted(undefined)
    if (planned) ask(input)
  }

  return (
    <Page
      title={texts.make.title}
      above={<Link href="/filtered-databases">{texts.back}</Link>}
      actions={taskId && <Button onClick={again}>{texts.make.another}</Button>}
    >
      {taskId ? (
        <WatchedTask key={taskId} id={taskId} isSame={isSame} />
      ) : (
        <>
          <DraftForm
            draft={draft}
            onChange={change}
            errors={isStale ? {} : fieldErrors(planned?.answer, started)}
            planning={planning}
            hasPlan={hasPlan && !isStale}
            unclear={unclear && <Unclear of={unclear} prompt={planned?.input.prompt ?? ''} onPrompt={fill} />}
            onPrompt={fill}
            onPlan={plan}
            onStop={stop}
            form={form}
            prompt={prompt}
          />
          {planned && !planning && (
            <PlanAnswerView
              planned={planned}
              retry={plan}
              start={
                <Start
                  key={planned.key}
                  planned={planned}
                  draft={draft}
                  isStale={isStale}
                  isValid={() => form.current?.reportValidity() ?? true}
                  answer={started}
                  onAnswer={setStarted}
                  onStarted={(task, same) => {
                    setSame(same)
                    toTop()
                    setSearch((before) => {
                      before.set('task', task)
                      return before
                    })
                  }}
                />
              }
            />
          )}
        </>
      )}
    </Page>
  )
}

/** The button that was pressed is gone with the form. */
const toTop = () =>
  requestAnimationFrame(() => {
    document.getElementById('content')?.focus()
    scrollTo(0, 0)
  })

type Answer = StartAnswer | PlanAnswer

const isUnclear = (answer: Answer | undefined): answer is Answer & { __typename: 'UnclearPromptError' } =>
  answer?.__typename === 'UnclearPromptError'

type WithFields = { fields?: { path: string[]; message: string }[] }

/** The first thing that is wrong with each field. */
function fieldErrors(...answers: (object | undefined)[]): Record<string, string | undefined> {
  const errors: Record<string, string> = {}
  for (const answer of answers)
    for (const { path, message } of (answer as WithFields | undefined)?.fields ?? [])
      errors[path.join('.')] ??= message
  return errors
}
