import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { TaskKind } from './states.ts'

/** How an attempt at a task ended. `lost`: the task was settled or given to another worker meanwhile. */
export const attemptOutcomes = ['completed', 'failed', 'cancelled', 'retried', 'handed_back', 'lost'] as const
export type AttemptOutcome = (typeof attemptOutcomes)[number]

export const sweepReasons = ['worker_lost', 'time_limit'] as const
export type SweepReason = (typeof sweepReasons)[number]

/** Something that counts. Plain data, since the process of an isolated task hands it to the worker that is asked. */
export type Measurement =
  | { of: 'start'; kind: TaskKind; waitedSeconds: number }
  | { of: 'end'; kind: TaskKind; outcome: AttemptOutcome; seconds: number }
  | { of: 'sweep'; kind: TaskKind; reason: SweepReason }
  | { of: 'restored jobs'; count: number }
  | { of: 'events'; count: number }

export type Measure = (measurement: Measurement) => void

const taskSeconds = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200]
const waitingSeconds = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 14_400]

/** Counts the events that a process writes. */
export function measureEvents(registry: Registry): Measure {
  const events = new Counter({
    name: 'quarry_events_written_total',
    help: 'Events of tasks that this process wrote.',
    registers: [registry],
  })
  return (measurement) => {
    if (measurement.of === 'events') events.inc(measurement.count)
  }
}

/** Counts what a worker does. Every series is there from the start, so that the first of its kind is an increase too. */
export function measureWorker(registry: Registry, kinds: TaskKind[]): Measure {
  const registers = [registry]
  const duration = new Histogram({
    name: 'quarry_task_duration_seconds',
    help: 'How long attempts at tasks lasted, by how they ended.',
    labelNames: ['kind', 'outcome'],
    buckets: taskSeconds,
    registers,
  })
  const waiting = new Histogram({
    name: 'quarry_task_waiting_seconds',
    help: 'How long tasks that could run waited for a worker, for each attempt.',
    labelNames: ['kind'],
    buckets: waitingSeconds,
    registers,
  })
  const attempts = new Counter({
    name: 'quarry_task_attempts_total',
    help: 'Attempts that were started.',
    labelNames: ['kind'],
    registers,
  })
  const retries = new Counter({
    name: 'quarry_task_retries_total',
    help: 'Attempts that failed and are followed by another one.',
    labelNames: ['kind'],
    registers,
  })
  const swept = new Counter({
    name: 'quarry_tasks_swept_total',
    help: 'Running tasks that this worker took from one that was silent, or settled after their time limit.',
    labelNames: ['kind', 'reason'],
    registers,
  })
  const restored = new Counter({
    name: 'quarry_jobs_restored_total',
    help: 'Waiting tasks whose job was not in the queue and was sent again.',
    registers,
  })
  for (const kind of kinds) {
    for (const outcome of attemptOutcomes) duration.zero({ kind, outcome })
    waiting.zero({ kind })
    attempts.inc({ kind }, 0)
    retries.inc({ kind }, 0)
    for (const reason of sweepReasons) swept.inc({ kind, reason }, 0)
  }
  const events = measureEvents(registry)
  return (measurement) => {
    switch (measurement.of) {
      case 'start':
        attempts.inc({ kind: measurement.kind })
        return waiting.observe({ kind: measurement.kind }, measurement.waitedSeconds)
      case 'end': {
        const { kind, outcome, seconds } = measurement
        if (outcome === 'retried') retries.inc({ kind })
        return duration.observe({ kind, outcome }, seconds)
      }
      case 'sweep':
        return swept.inc({ kind: measurement.kind, reason: measurement.reason })
      case 'restored jobs':
        return restored.inc(measurement.count)
      case 'events':
        return events(measurement)
    }
  }
}

/** Whether notifications arrive, at the moment of a scrape; no series where none are to be had. */
export function measureListener(registry: Registry, isConnected: () => boolean): void {
  new Gauge({
    name: 'quarry_listener_connected',
    help: 'Whether the connection that listens for notifications is there (1) or polling takes its place (0).',
    registers: [registry],
    collect() {
      this.set(isConnected() ? 1 : 0)
    },
  })
}
