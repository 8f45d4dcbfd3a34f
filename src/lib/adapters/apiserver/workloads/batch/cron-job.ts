import {messageOf} from '../../../../errors/flux-error.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {ControllerSpec, Work} from '../runtime/controller.js'
import {recordEvent} from '../runtime/events.js'
import {
  controlledBy,
  isDeleting,
  millisOf,
  numberOf,
  ownerReference,
  section,
  specOf,
  statusOf,
  timestamp,
  writeStatus,
} from '../runtime/objects.js'
import {type CronSchedule, latestTime, nextTime, parseCron} from './cron-schedule.js'
import {finishedCondition} from './job.js'

const component = 'cronjob-controller'
const jobKind = {apiVersion: 'batch/v1', kind: 'Job'}
/** The mark of jobs that this controller made, unlike those of `kubectl create job --from`. */
const SCHEDULED = 'batch.kubernetes.io/cronjob-scheduled-timestamp'

export const cronJobController: ControllerSpec = {
  name: component,
  of: {apiVersion: 'batch/v1', kind: 'CronJob'},
  owns: [jobKind],
  reconcile,
}

async function reconcile(work: Work, cron: KubeObject): Promise<void> {
  if (isDeleting(cron)) return
  const jobs = controlledBy(work.client, cron, 'Job')
  await tellUnexpected(work, cron, jobs)
  const spec = specOf(cron)
  const schedule = parseCron(String(spec.schedule))
  let started: number | undefined
  if (schedule && spec.suspend !== true) started = await startDue(work, cron, schedule, jobs)
  await trim(work, cron, jobs)
  await updateStatus(work, cron, started)
}

/** Starts the job of the latest time that was missed; plans the next look. Returns the time it started for. */
async function startDue(
  work: Work,
  cron: KubeObject,
  schedule: CronSchedule,
  jobs: readonly KubeObject[],
): Promise<number | undefined> {
  const spec = specOf(cron)
  const zone = typeof spec.timeZone === 'string' ? spec.timeZone : 'UTC'
  const last = millisOf(statusOf(cron).lastScheduleTime)
  const earliest = Number.isNaN(last) ? millisOf(cron.metadata.creationTimestamp) : last
  const due = latestTime(schedule, earliest, work.now, zone)
  const next = nextTime(schedule, work.now, zone)
  if (next !== undefined) work.again(next - work.now)
  if (due === undefined || isTooLate(cron, due, work.now)) return undefined
  const running = jobs.filter((job) => isScheduled(job) && !finishedCondition(job))
  if (spec.concurrencyPolicy === 'Forbid' && running.length > 0) {
    const message = 'Not starting job because prior execution is running and concurrency policy is Forbid'
    await recordEvent(work, component, cron, {reason: 'JobAlreadyActive', message})
    return undefined
  }
  if (spec.concurrencyPolicy === 'Replace') for (const job of running) await remove(work, job)
  return (await startJob(work, cron, due)) ? due : undefined
}

function isTooLate(cron: KubeObject, due: number, now: number): boolean {
  const seconds = specOf(cron).startingDeadlineSeconds
  return typeof seconds === 'number' && due + seconds * 1000 < now
}

async function startJob(work: Work, cron: KubeObject, due: number): Promise<boolean> {
  const template = section(specOf(cron), 'jobTemplate')
  const metadata = section(template, 'metadata')
  const annotations = {
    ...(section(metadata, 'annotations') as Record<string, string>),
    [SCHEDULED]: timestamp(due),
  }
  const job: KubeObject = {
    ...jobKind,
    metadata: {
      name: `${cron.metadata.name}-${Math.floor(due / 60_000)}`,
      namespace: cron.metadata.namespace ?? '',
      labels: section(metadata, 'labels') as Record<string, string>,
      annotations,
      ownerReferences: [ownerReference(cron)],
    },
    spec: specOf(template),
  }
  try {
    await work.client.create(job)
  } catch (error) {
    await recordEvent(work, component, cron, {
      type: 'Warning',
      reason: 'FailedCreate',
      message: `Error creating job: ${messageOf(error)}`,
    })
    return false
  }
  await recordEvent(work, component, cron, {reason: 'SuccessfulCreate', message: `Created job ${job.metadata.name}`})
  return true
}

async function remove(work: Work, job: KubeObject): Promise<void> {
  const {name = '', namespace} = job.metadata
  await work.client.delete({...jobKind, namespace, name}, {propagationPolicy: 'Background'})
}

/** Keeps as many finished jobs as the history limits say. */
async function trim(work: Work, cron: KubeObject, jobs: readonly KubeObject[]): Promise<void> {
  const spec = specOf(cron)
  for (const [type, limit] of [
    ['Complete', numberOf(spec.successfulJobsHistoryLimit, 3)],
    ['Failed', numberOf(spec.failedJobsHistoryLimit, 1)],
  ] as const) {
    const done = jobs.filter((job) => finishedCondition(job)?.type === type && !isDeleting(job))
    for (const job of done.slice(0, Math.max(0, done.length - limit))) await remove(work, job)
  }
}

async function updateStatus(work: Work, before: KubeObject, started: number | undefined): Promise<void> {
  const cron = work.client.get(before.apiVersion, before.kind, before.metadata.namespace, before.metadata.name ?? '')
  if (!cron) return
  const jobs = controlledBy(work.client, cron, 'Job')
  const running = jobs.filter((job) => !finishedCondition(job) && !isDeleting(job))
  const active = running.filter(isScheduled)
  const old = statusOf(cron)
  const ends = jobs.map((job) => statusOf(job).completionTime).filter((time): time is string => typeof time === 'string')
  const lastSuccess = [...ends, ...(typeof old.lastSuccessfulTime === 'string' ? [old.lastSuccessfulTime] : [])].sort().at(-1)
  const lastSchedule = started === undefined ? old.lastScheduleTime : timestamp(started)
  await writeStatus(work.client, cron, {
    ...(active.length > 0 ? {active: active.map(referenceOf)} : {}),
    ...(lastSchedule === undefined ? {} : {lastScheduleTime: lastSchedule}),
    ...(lastSuccess === undefined ? {} : {lastSuccessfulTime: lastSuccess}),
  })
}

const isScheduled = (job: KubeObject) => job.metadata.annotations?.[SCHEDULED] !== undefined

/** A job of this CronJob that somebody else made runs beside the schedule: it is told, and counts for nothing. */
async function tellUnexpected(work: Work, cron: KubeObject, jobs: readonly KubeObject[]): Promise<void> {
  for (const job of jobs.filter((each) => !isScheduled(each) && !finishedCondition(each))) {
    const message = `Saw a job that the controller did not create or forgot: ${job.metadata.name}`
    await recordEvent(work, component, cron, {type: 'Warning', reason: 'UnexpectedJob', message})
  }
}

function referenceOf(job: KubeObject) {
  const {name = '', namespace = '', uid = '', resourceVersion = ''} = job.metadata
  return {kind: 'Job', namespace, name, uid, apiVersion: 'batch/v1', resourceVersion}
}
