import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import {conditionOf} from '../runtime/conditions.js'
import type {ControllerSpec, Work} from '../runtime/controller.js'
import {recordEvent} from '../runtime/events.js'
import {isDeleting, keyOf, listOf, numberOf, section, specOf, statusOf, timestamp, writeStatus} from '../runtime/objects.js'
import {PairIndex} from '../runtime/pair-index.js'

const kind = {apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler'}
const targets = [
  {apiVersion: 'apps/v1', kind: 'Deployment'},
  {apiVersion: 'apps/v1', kind: 'StatefulSet'},
]

/**
 * Keeps targets within the bounds of their autoscaler; metrics always say that the load is as wanted. Without metrics, as in
 * a cluster that has no metrics server, it only tells that it cannot know.
 */
export function autoscalerController({metrics}: {metrics: boolean}): ControllerSpec {
  const byTarget = new PairIndex((scaler) => [`target=${String(section(specOf(scaler), 'scaleTargetRef').name)}`])
  return {
    name: 'horizontal-pod-autoscaler',
    of: kind,
    start: (client) => byTarget.follow(client, kind),
    watches: targets.map((target) => ({
      kind: target,
      wakes: (_client, {metadata}) => [...byTarget.under(metadata.namespace ?? '', `target=${metadata.name}`)].map(keyOf),
    })),
    reconcile: (work, scaler) => reconcile(work, scaler, metrics),
  }
}

async function reconcile(work: Work, scaler: KubeObject, metrics: boolean): Promise<void> {
  if (isDeleting(scaler)) return
  const reference = section(specOf(scaler), 'scaleTargetRef')
  const {apiVersion, kind: targetKind, name} = reference
  const known = targets.some((target) => target.apiVersion === apiVersion && target.kind === targetKind)
  const target = known
    ? work.client.get(String(apiVersion), String(targetKind), scaler.metadata.namespace, String(name))
    : undefined
  if (!target) return reportMissing(work, scaler)
  if (!metrics) return reportBlind(work, scaler, target)
  const current = numberOf(specOf(target).replicas, 1)
  const wanted = wantedSize(scaler, current)
  if (wanted !== current) {
    const ref = {
      apiVersion: target.apiVersion,
      kind: target.kind,
      namespace: target.metadata.namespace,
      name: target.metadata.name ?? '',
    }
    await work.client.patch(ref, {spec: {replicas: wanted}})
  }
  await report(work, scaler, {current: numberOf(statusOf(target).replicas, 0), wanted, scaled: wanted !== current})
}

/** A target with no replicas is not scaled: somebody has switched it off. */
function wantedSize(scaler: KubeObject, current: number): number {
  if (current === 0) return 0
  const {minReplicas, maxReplicas} = specOf(scaler)
  return Math.min(Math.max(current, numberOf(minReplicas, 1)), numberOf(maxReplicas, current))
}

type Say = (type: string, holds: boolean, reason: string, message: string) => JsonObject

/** Conditions of this moment; one that stays as it was keeps its time. */
function sayer(work: Work, scaler: KubeObject): Say {
  return (type, holds, reason, message) => {
    const status = holds ? 'True' : 'False'
    const before = conditionOf(statusOf(scaler), type)
    const lastTransitionTime = before?.status === status ? before.lastTransitionTime : timestamp(work.now)
    return {type, status, lastTransitionTime, reason, message}
  }
}

async function reportMissing(work: Work, scaler: KubeObject): Promise<void> {
  const {apiVersion, kind: targetKind, name} = section(specOf(scaler), 'scaleTargetRef')
  const [group] = String(apiVersion).split('/')
  const resource = `${String(targetKind).toLowerCase()}s.${group}`
  const message = `the HPA controller was unable to get the target's current scale: ${resource} ${JSON.stringify(name)} not found`
  const conditions = [sayer(work, scaler)('AbleToScale', false, 'FailedGetScale', message)]
  await writeStatus(work.client, scaler, {...statusOf(scaler), conditions})
}

const NO_API =
  'unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)'

/** Why the first of the metrics cannot be read, as replica_calculator.go of 1.36 words it. */
function blindness(scaler: KubeObject): string {
  const [first = {}] = listOf(specOf(scaler).metrics)
  const {name} = section(first, 'resource')
  if (first.type !== 'Resource' || typeof name !== 'string') return `unable to get metrics: ${NO_API}`
  const measure = section(section(first, 'resource'), 'target').type === 'Utilization' ? 'utilization' : 'usage'
  return `failed to get ${name} ${measure}: unable to get metrics for resource ${name}: ${NO_API}`
}

async function reportBlind(work: Work, scaler: KubeObject, target: KubeObject): Promise<void> {
  const say = sayer(work, scaler)
  const why = blindness(scaler)
  const message = `the HPA was unable to compute the replica count: ${why}`
  const metrics = listOf(specOf(scaler).metrics)
  const off = numberOf(specOf(target).replicas, 1) === 0
  const conditions = [
    say('AbleToScale', true, 'SucceededGetScale', "the HPA controller was able to get the target's current scale"),
    off
      ? say('ScalingActive', false, 'ScalingDisabled', 'scaling is disabled since the replica count of the target is zero')
      : say('ScalingActive', false, 'FailedGetResourceMetric', message),
  ]
  const replicas = numberOf(statusOf(target).replicas, 0)
  const told = off || conditionOf(statusOf(scaler), 'ScalingActive')?.message === message
  if (!told) await tellBlind(work, scaler, why, metrics.length)
  const currentMetrics = off ? {} : {currentMetrics: metrics.map(() => ({type: ''}))}
  const status = {...statusOf(scaler), ...currentMetrics, currentReplicas: replicas, desiredReplicas: 0, conditions}
  await writeStatus(work.client, scaler, status)
}

async function tellBlind(work: Work, scaler: KubeObject, why: string, count: number): Promise<void> {
  const {name = 'cpu'} = section(listOf(specOf(scaler).metrics)[0], 'resource')
  const first = `failed to get ${String(name)} resource metric value: ${why}`
  const events = [
    {reason: 'FailedGetResourceMetric', message: why},
    {
      reason: 'FailedComputeMetricsReplicas',
      message: `invalid metrics (${count} invalid out of ${count}), first error is: ${first}`,
    },
  ]
  for (const event of events) await recordEvent(work, 'horizontal-pod-autoscaler', scaler, {type: 'Warning', ...event})
}

async function report(
  work: Work,
  scaler: KubeObject,
  outcome: {current: number; wanted: number; scaled: boolean},
): Promise<void> {
  const old = statusOf(scaler)
  const say = sayer(work, scaler)
  const conditions = [
    outcome.scaled
      ? say(
          'AbleToScale',
          true,
          'SucceededRescale',
          `the HPA controller was able to update the target scale to ${outcome.wanted}`,
        )
      : say('AbleToScale', true, 'ReadyForNewScale', 'recommended size matches current size'),
    say('ScalingActive', outcome.wanted > 0, outcome.wanted > 0 ? 'ValidMetricFound' : 'ScalingDisabled', 'simulated metrics'),
    say('ScalingLimited', false, 'DesiredWithinRange', 'the desired count is within the acceptable range'),
  ]
  const {generation} = scaler.metadata
  const scaleTime = outcome.scaled ? timestamp(work.now) : old.lastScaleTime
  await writeStatus(work.client, scaler, {
    ...(generation === undefined ? {} : {observedGeneration: generation}),
    ...(scaleTime === undefined ? {} : {lastScaleTime: scaleTime}),
    currentReplicas: outcome.current,
    desiredReplicas: outcome.wanted,
    currentMetrics: null,
    conditions,
  })
}
