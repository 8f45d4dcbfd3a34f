import type {Go} from '../../../../schema/builtin/go.gen.js'
import {dns1123Label} from '../../../../schema/names.js'
import {amountWarnings} from './amount-warnings.js'
import {podSpecWarnings} from './pod-warnings.js'

type Template = Go['PodTemplateSpec']

interface Owner {
  readonly metadata: Go['ObjectMeta']
}

/** Whether the strategy looks at a workload again: it is new, or its generation counts a change. */
function isNews(now: Owner, old: Owner | undefined): boolean {
  return old === undefined || now.metadata.generation !== old.metadata.generation
}

/** Warnings about a workload: its template, and for a new one its name. */
export function workloadWarnings(now: Owner, old: Owner | undefined, template: Template, path = 'spec.template'): string[] {
  const faults = old ? [] : dns1123Label(now.metadata.name ?? '')
  const text = 'this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended'
  const named = faults.length > 0 ? [`metadata.name: ${text}: [${faults.join(' ')}]`] : []
  return [...named, ...templateWarnings(now, old, template, path)]
}

/** Warnings about the template of an object whose name is no pod's. */
export function templateWarnings(now: Owner, old: Owner | undefined, template: Template, path: string): string[] {
  return isNews(now, old) ? podSpecWarnings(template, path) : []
}

const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation'

/** A DaemonSet counts the generations of its template by itself. */
export function daemonSetWarnings(now: Go['DaemonSet'], old: Go['DaemonSet'] | undefined): string[] {
  const generation = (set: Go['DaemonSet']) => set.metadata.annotations?.[TEMPLATE_GENERATION]
  return old === undefined || generation(now) !== generation(old) ? podSpecWarnings(now.spec.template, 'spec.template') : []
}

/** The server looks at the template that was, when a controller changes. */
export function replicationControllerWarnings(
  now: Go['ReplicationController'],
  old: Go['ReplicationController'] | undefined,
): string[] {
  const template = (old ?? now).spec.template
  return template ? workloadWarnings(now, old, template) : []
}

const HISTORY = 'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended'

export function statefulSetWarnings(now: Go['StatefulSet'], old: Go['StatefulSet'] | undefined): string[] {
  const {template, volumeClaimTemplates, revisionHistoryLimit = 0} = now.spec
  // an update calls the field by its name in Go
  const below = old ? '.Spec' : ''
  return [
    ...templateWarnings(now, old, template, 'spec.template'),
    ...(volumeClaimTemplates ?? []).flatMap(({spec}, at) => amountWarnings(spec, `spec.volumeClaimTemplates[${at}]${below}`)),
    ...(revisionHistoryLimit < 0 ? [HISTORY] : []),
  ]
}

const MANY_COMPLETIONS = 100_000
const MANY_AT_ONCE = 10_000
const INDEXES =
  'In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail'

export function jobWarnings(now: Owner, old: Owner | undefined, spec: Go['JobSpec'], path: string): string[] {
  const many = (spec.completions ?? 0) > MANY_COMPLETIONS && (spec.parallelism ?? 0) > MANY_AT_ONCE
  const indexed = many && spec.completionMode === 'Indexed' && isNews(now, old) ? [`${path}: ${INDEXES}`] : []
  const [named, rest] = [workloadWarnings(now, old, spec.template, `${path}.template`), indexed]
  const name = named.filter((text) => text.startsWith('metadata.name: '))
  return [...name, ...rest, ...named.slice(name.length)]
}

export function cronJobWarnings(now: Go['CronJob'], old: Go['CronJob'] | undefined): string[] {
  const {schedule, jobTemplate} = now.spec
  const zoned = schedule.includes('TZ')
    ? [
        `cannot use TZ or CRON_TZ in ${old ? 'spec.spec.schedule' : 'spec.schedule'}, use timeZone instead, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details`,
      ]
    : []
  return [...jobWarnings(now, old, jobTemplate.spec, 'spec.jobTemplate.spec'), ...(old ? zoned : [])]
}
