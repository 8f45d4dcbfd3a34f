import type {Json} from './bodies.js'
import type {Moved, Scene, Step} from './workload-scenes.js'

/* What Jobs make of pods that fail, as a kubelet would tell it. */

const batch = '/apis/batch/v1/namespaces/<ns>'

function job(spec: Record<string, Json>, restartPolicy = 'Never'): Step {
  const template = {metadata: {labels: {app: 'x'}}, spec: {restartPolicy, containers: [{name: 'c', image: 'i'}]}}
  return {post: `${batch}/jobs`, body: {metadata: {name: 'x'}, spec: {template, ...spec}}}
}

const pods = (become: Moved['become'], more: Partial<Moved> = {}): Step => ({pods: 'x', become, ...more})
const change = (spec: Record<string, Json>): Step => ({merge: `${batch}/jobs/x`, body: {spec}})
/** longer than the first pause after a failure */
const paused: Step = {wait: 11}
const scene = (name: string, ...steps: Step[]): Scene => ({name, steps})
const indexed = (completions: number): Record<string, Json> => ({
  completions,
  parallelism: completions,
  completionMode: 'Indexed',
})
const onExit = (action: string, values: number[], more: Record<string, Json> = {}): Json => ({
  action,
  onExitCodes: {operator: 'In', values, ...more},
})
const onCondition = (action: string, type: string): Json => ({action, onPodConditions: [{type, status: 'True'}]})
const policy = (...rules: Json[]): Record<string, Json> => ({podFailurePolicy: {rules}})

export const jobScenes: readonly Scene[] = [
  scene(
    'job-index-limit',
    job({...indexed(3), backoffLimitPerIndex: 1, maxFailedIndexes: 1}),
    pods('failed', {index: 0}),
    paused,
    pods('failed', {index: 0}),
    pods('ready', {index: 2}),
    pods('failed', {index: 1}),
    paused,
    pods('failed', {index: 1}),
  ),
  scene(
    'job-failed-indexes',
    job({...indexed(3), backoffLimitPerIndex: 0}),
    pods('failed', {index: 2}),
    pods('succeeded', {index: 0}),
    pods('failed', {index: 1}),
  ),
  scene('job-all-indexes-failed', job({...indexed(2), backoffLimitPerIndex: 0, maxFailedIndexes: 2}), pods('failed')),
  scene(
    'job-index-succeeds',
    job({...indexed(2), backoffLimitPerIndex: 2}),
    pods('succeeded', {index: 1}),
    pods('failed', {index: 0}),
    paused,
    pods('succeeded', {index: 0}),
  ),
  scene(
    'job-index-few',
    job({...indexed(4), parallelism: 2, backoffLimitPerIndex: 0}),
    pods('failed', {index: 0}),
    pods('failed', {index: 1}),
    pods('succeeded'),
  ),
  scene(
    'job-fail-index',
    job({...indexed(3), backoffLimitPerIndex: 5, ...policy(onExit('FailIndex', [42, 43]))}),
    pods('failed', {index: 1, exitCode: 43}),
    pods('failed', {index: 2}),
    paused,
    pods('succeeded'),
  ),
  scene(
    'job-index-ignored',
    job({...indexed(2), backoffLimitPerIndex: 1, ...policy(onCondition('Ignore', 'DisruptionTarget'), onExit('Count', [1]))}),
    pods('failed', {index: 0, conditions: ['DisruptionTarget']}),
    paused,
    pods('failed', {index: 0}),
  ),
  scene(
    'job-fail-job',
    job({completions: 3, parallelism: 2, ...policy(onExit('Ignore', [7]), onExit('FailJob', [42], {containerName: 'c'}))}),
    pods('failed', {count: 1, exitCode: 7}),
    paused,
    pods('failed', {count: 1, exitCode: 42}),
  ),
  scene(
    'job-fail-job-condition',
    job({...indexed(2), ...policy(onExit('Count', [7]), onCondition('FailJob', 'ConfigIssue'))}),
    pods('ready', {index: 0}),
    pods('failed', {index: 1, exitCode: 9, conditions: ['ConfigIssue']}),
  ),
  scene(
    'job-fail-job-index',
    job({...indexed(2), backoffLimitPerIndex: 3, ...policy(onExit('FailJob', [42]))}),
    pods('failed', {index: 1, exitCode: 42}),
  ),
  scene('job-restarts', job({completions: 2, parallelism: 2, backoffLimit: 3}, 'OnFailure'), pods('ready', {restarts: 1}), {
    ...(pods('ready', {restarts: 2}) as Moved),
    count: 1,
  }),
  scene('job-restarts-none', job({backoffLimit: 0}, 'OnFailure'), pods('ready'), pods('ready', {restarts: 1})),
  scene('job-restarts-one', job({backoffLimit: 1}, 'OnFailure'), pods('ready'), pods('ready', {restarts: 1})),
  scene(
    'job-restarts-succeeded',
    job({backoffLimit: 2}, 'OnFailure'),
    pods('ready', {restarts: 1}),
    pods('succeeded', {restarts: 3}),
  ),
  scene('job-pause', job({completions: 3, parallelism: 3}), pods('failed', {count: 1}), paused, pods('failed', {count: 2})),
  scene('job-deadline', job({completions: 2, parallelism: 2, activeDeadlineSeconds: 4}), pods('ready', {count: 1}), {wait: 4}),
  scene('job-deleted', job({completions: 2, parallelism: 2}), pods('deleted', {count: 1}), paused),
  scene('job-replaced-late', job({podReplacementPolicy: 'Failed'}), pods('deleted'), {wait: 20}),
  scene(
    'job-fewer',
    job({completions: 6, parallelism: 4}),
    pods('ready', {count: 2}),
    change({parallelism: 2}),
    change({parallelism: 3}),
  ),
  scene('job-elastic', job(indexed(4)), pods('ready', {index: 3}), change({completions: 2, parallelism: 2}), pods('succeeded')),
  scene('job-queue', job({parallelism: 3}), pods('succeeded', {count: 1}), pods('failed', {count: 1}), pods('succeeded')),
  scene('job-no-parallelism', job({parallelism: 0}), change({parallelism: 1}), pods('succeeded')),
  scene(
    'job-success-policy',
    job({...indexed(3), successPolicy: {rules: [{succeededIndexes: '0-1', succeededCount: 1}]}}),
    pods('failed', {index: 2}),
    pods('succeeded', {index: 1}),
  ),
  scene(
    'job-limit',
    job({completions: 3, parallelism: 2, backoffLimit: 1}),
    pods('failed', {count: 1}),
    paused,
    pods('failed', {count: 1}),
  ),
  scene(
    'job-suspended-running',
    job({completions: 2, parallelism: 2}),
    pods('ready'),
    change({suspend: true}),
    change({suspend: false}),
  ),
]
