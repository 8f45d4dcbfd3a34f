import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import {conditionOf} from '../runtime/conditions.js'
import type {ControllerSpec, Work} from '../runtime/controller.js'
import {isDeleting, keyOf, numberOf, section, specOf, statusOf, timestamp, writeStatus} from '../runtime/objects.js'
import {PairIndex} from '../runtime/pair-index.js'

const kind = {apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler'}
const targets = [
  {apiVersion: 'apps/v1', kind: 'Deployment'},
  {apiVersion: 'apps/v1', kind: 'StatefulSet'},
]

/** Keeps targets within the bounds of their autoscaler; metrics always say that the load is as wanted. */
export function autoscalerController(): ControllerSpec {
  const byTarget = new PairIndex((scaler) => [`target=${String(section(specOf(scaler), 'scaleTargetRef').name)}`])
  return {
    name: 'horizontal-pod-autoscaler',
    of: kind,
    start: (client) => byTarget.follow(client, kind),
    watches: targets.map((target) => ({
      kind: target,
      wakes: (_client, {metadata}) => [...byTarget.under(metadata.namespace ?? '', `target=${metadata.name}`)].map(keyOf),
    })),
    reconcile,
  }
}

async function reconcile(work: Work, scaler: KubeObject): Promise<void> {
  if (isDeleting(scaler)) return
  const reference = section(specOf(scaler), 'scaleTargetRef')
  const {apiVersion, kind: targetKind, name} = reference
  const known = targets.some((target) => target.apiVersion === apiVersion && target.kind === targetKind)
  const target = known
    ? work.client.get(String(apiVersion), String(targetKind), scaler.metadata.namespace, String(name))
    : undefined
  if (!target) return report(work, scaler, undefined)
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

async function report(
  work: Work,
  scaler: KubeObject,
  outcome: {current: number; wanted: number; scaled: boolean} | undefined,
): Promise<void> {
  const old = statusOf(scaler)
  const condition = (type: string, holds: boolean, reason: string, message: string): JsonObject => {
    const status = holds ? 'True' : 'False'
    const before = conditionOf(old, type)
    const lastTransitionTime = before?.status === status ? before.lastTransitionTime : timestamp(work.now)
    return {type, status, lastTransitionTime, reason, message}
  }
  const name = section(specOf(scaler), 'scaleTargetRef').name
  const conditions = outcome
    ? [
        outcome.scaled
          ? condition(
              'AbleToScale',
              true,
              'SucceededRescale',
              `the HPA controller was able to update the target scale to ${outcome.wanted}`,
            )
          : condition('AbleToScale', true, 'ReadyForNewScale', 'recommended size matches current size'),
        condition(
          'ScalingActive',
          outcome.wanted > 0,
          outcome.wanted > 0 ? 'ValidMetricFound' : 'ScalingDisabled',
          'simulated metrics',
        ),
        condition('ScalingLimited', false, 'DesiredWithinRange', 'the desired count is within the acceptable range'),
      ]
    : [
        condition(
          'AbleToScale',
          false,
          'FailedGetScale',
          `the HPA controller was unable to get the target's current scale: "${String(name)}" not found`,
        ),
      ]
  await writeStatus(work.client, scaler, {
    ...(scaler.metadata.generation === undefined ? {} : {observedGeneration: scaler.metadata.generation}),
    ...(outcome?.scaled
      ? {lastScaleTime: timestamp(work.now)}
      : old.lastScaleTime === undefined
        ? {}
        : {lastScaleTime: old.lastScaleTime}),
    currentReplicas: outcome?.current ?? 0,
    desiredReplicas: outcome?.wanted ?? 0,
    currentMetrics: null,
    conditions,
  })
}
