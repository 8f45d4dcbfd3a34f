import type {OwnCase, OwnStep} from '../admission-cases/kit.js'
import {apply, type Body, get, merge, obj, of, post, put} from './steps.js'

/* HorizontalPodAutoscalers in both of their versions: what v1 has no fields for stands in annotations. */

const V1 = '/apis/autoscaling/v1/namespaces/<ns>/horizontalpodautoscalers'
const V2 = '/apis/autoscaling/v2/namespaces/<ns>/horizontalpodautoscalers'
const SCALING = 'autoscaling.alpha.kubernetes.io'
const scaleTargetRef = {apiVersion: 'apps/v1', kind: 'Deployment', name: 'd'}
const one = (name: string, spec: Body = {}, annotations: Body | undefined = undefined): Body =>
  obj(
    'autoscaling/v1',
    'HorizontalPodAutoscaler',
    name,
    {spec: {scaleTargetRef, maxReplicas: 3, ...spec}},
    annotations ? {annotations} : {},
  )
const two = (name: string, spec: Body = {}, annotations: Body | undefined = undefined): Body => ({
  ...one(name, spec, annotations),
  apiVersion: 'autoscaling/v2',
})
const both = (name: string): OwnStep[] => [get(`${V1}/${name}`), get(`${V2}/${name}`)]
const cpu = (target: Body): Body => ({type: 'Resource', resource: {name: 'cpu', target}})
const selector = {matchLabels: {a: 'b'}}
const all: Body[] = [
  cpu({type: 'Utilization', averageUtilization: 60}),
  cpu({type: 'AverageValue', averageValue: '500m'}),
  {type: 'Resource', resource: {name: 'memory', target: {type: 'Utilization', averageUtilization: 70}}},
  {
    type: 'ContainerResource',
    containerResource: {name: 'cpu', container: 'c', target: {type: 'Utilization', averageUtilization: 50}},
  },
  {
    type: 'ContainerResource',
    containerResource: {name: 'memory', container: 'c', target: {type: 'AverageValue', averageValue: '1Gi'}},
  },
  {type: 'Pods', pods: {metric: {name: 'x'}, target: {type: 'AverageValue', averageValue: '1'}}},
  {type: 'Pods', pods: {metric: {name: 'y', selector}, target: {type: 'AverageValue', averageValue: '2k'}}},
  {
    type: 'Object',
    object: {
      describedObject: {apiVersion: 'v1', kind: 'Service', name: 's'},
      metric: {name: 'o'},
      target: {type: 'Value', value: '5'},
    },
  },
  {
    type: 'Object',
    object: {
      describedObject: {kind: 'Service', name: 's'},
      metric: {name: 'o', selector},
      target: {type: 'AverageValue', averageValue: '5'},
    },
  },
  {type: 'External', external: {metric: {name: 'e'}, target: {type: 'Value', value: '5'}}},
  {type: 'External', external: {metric: {name: 'e', selector}, target: {type: 'AverageValue', averageValue: '5'}}},
]
const annotated = (part: string, value: unknown): Body => ({
  [`${SCALING}/${part}`]: typeof value === 'string' ? value : JSON.stringify(value),
})
const rule = {policies: [{type: 'Pods', value: 4, periodSeconds: 15}]}
const inner = {ScaleUp: {Policies: [{Type: 'Pods', Value: 4, PeriodSeconds: 15}]}}

export const autoscalers: readonly OwnCase[] = [
  of(
    'hpa-metrics',
    'metrics of all types, written in v2 and read in v1',
    post(V2, two('a', {metrics: all})),
    ...both('a'),
    get(V1),
    merge(`${V1}/a`, {spec: {maxReplicas: 5}}),
    ...both('a'),
    merge(`${V1}/a`, {metadata: {annotations: {[`${SCALING}/metrics`]: null}}}),
    ...both('a'),
    post(V2, two('b', {metrics: [cpu({type: 'Utilization', averageUtilization: 60})]})),
    ...both('b'),
    post(
      V2,
      two('c', {
        metrics: [cpu({type: 'Utilization', averageUtilization: 60}), cpu({type: 'Utilization', averageUtilization: 70})],
      }),
    ),
    ...both('c'),
    post(V2, two('d', {metrics: [all[5]!]})),
    ...both('d'),
    post(V2, two('e', {minReplicas: 2})),
    ...both('e'),
  ),
  of(
    'hpa-behavior',
    'behaviour of v2 as v1 tells it',
    ...(
      [
        {},
        {scaleUp: rule},
        {scaleDown: {stabilizationWindowSeconds: 5}},
        {scaleUp: {selectPolicy: 'Disabled', tolerance: '100m'}, scaleDown: {selectPolicy: 'Min', ...rule}},
      ] as Body[]
    ).flatMap((behavior, at) => [post(V2, two(`b${at}`, {behavior})), ...both(`b${at}`)]),
    merge(`${V1}/b1`, {spec: {maxReplicas: 5}}),
    ...both('b1'),
  ),
  of(
    'hpa-annotations',
    'annotations that a client gives to v1',
    post(V1, one('p')),
    ...both('p'),
    post(V1, one('r', {}, annotated('metrics', [{type: 'Resource', resource: {name: 'cpu', targetAverageUtilization: 30}}]))),
    ...both('r'),
    put(`${V1}/r`, one('r', {}, annotated('conditions', [{type: 'X', status: 'True'}]))),
    ...both('r'),
    post(V1, one('q', {targetCPUUtilizationPercentage: 40})),
    ...both('q'),
    ...(
      [
        annotated('metrics', [{type: 'Pods', pods: {metricName: 'x', targetAverageValue: '1'}}]),
        annotated('metrics', [{type: 'Resource', resource: {name: 'memory', targetAverageUtilization: 30}}]),
        annotated('metrics', []),
        annotated('metrics', 'x'),
        annotated('metrics', [{type: 'Pods', pods: {metric: {name: 'x'}, target: {type: 'AverageValue', averageValue: '1'}}}]),
        annotated('behavior', inner),
        annotated('behavior', {scaleUp: rule}),
        annotated('behavior', {ScaleUp: {}}),
        annotated('behavior', {}),
        annotated('behavior', 'x'),
        annotated('conditions', [{type: 'X', status: 'True', reason: 'r'}]),
        annotated('conditions', 'x'),
        annotated('current-metrics', [
          {type: 'Resource', resource: {name: 'cpu', currentAverageUtilization: 3, currentAverageValue: '1'}},
        ]),
        {...annotated('metrics', 'x'), keep: 'this'},
      ] as Body[]
    ).flatMap((annotations, at) => [
      post(V1, one(`a${at}`, {targetCPUUtilizationPercentage: 40}, annotations)),
      ...both(`a${at}`),
      post(V1, one(`n${at}`, {}, annotations)),
      ...both(`n${at}`),
    ]),
    post(V2, two('v', {}, {...annotated('metrics', 'x'), ...annotated('behavior', inner), keep: 'this'})),
    ...both('v'),
    merge(`${V2}/v`, {metadata: {annotations: {[`${SCALING}/conditions`]: 'y', more: 'z'}}}),
    ...both('v'),
  ),
  of(
    'hpa-writes',
    'updates, applies and statuses through the other version',
    post(V2, two('a', {metrics: [all[5]!], behavior: {scaleUp: rule}})),
    put(`${V1}/a`, one('a', {targetCPUUtilizationPercentage: 40, maxReplicas: 7})),
    ...both('a'),
    apply(`${V1}/b`, one('b', {targetCPUUtilizationPercentage: 40})),
    apply(`${V2}/b`, two('b', {metrics: [all[5]!]})),
    ...both('b'),
    apply(`${V1}/b`, one('b', {targetCPUUtilizationPercentage: 50})),
    ...both('b'),
    merge(`${V2}/a/status`, {
      status: {
        currentReplicas: 2,
        desiredReplicas: 3,
        conditions: [
          {type: 'AbleToScale', status: 'True', reason: 'r', message: 'm', lastTransitionTime: '2020-01-01T00:00:00Z'},
          {type: 'X', status: 'False'},
        ],
        currentMetrics: [
          {type: 'Resource', resource: {name: 'cpu', current: {averageUtilization: 3, averageValue: '1'}}},
          {type: 'Resource', resource: {name: 'memory', current: {averageValue: '1Gi'}}},
          {
            type: 'ContainerResource',
            containerResource: {name: 'cpu', container: 'c', current: {averageUtilization: 3, averageValue: '1'}},
          },
          {type: 'Pods', pods: {metric: {name: 'x'}, current: {averageValue: '1'}}},
          {
            type: 'Object',
            object: {
              metric: {name: 'o', selector},
              describedObject: {kind: 'Service', name: 's'},
              current: {value: '3', averageValue: '1'},
            },
          },
          {type: 'External', external: {metric: {name: 'e'}, current: {value: '3', averageValue: '1'}}},
        ],
      },
    }),
    ...both('a'),
    merge(`${V1}/a/status`, {status: {currentReplicas: 4, currentCPUUtilizationPercentage: 9}}),
    ...both('a'),
    merge(`${V1}/a/status?dryRun=All`, {metadata: {annotations: {[`${SCALING}/conditions`]: null}}}),
    merge(`${V1}/a?dryRun=All`, {spec: {minReplicas: 9}}),
    get(`${V1}/a`, 'application/json;as=Table;v=v1;g=meta.k8s.io'),
  ),
]
