import fc from 'fast-check'
import {type Body, configMap, deploymentOf, headless, type Kind, metadata, podSpec, serviceSpec} from './bodies.js'
import {more, workloadStatus} from './more-bodies.js'
import {others} from './other-bodies.js'
import {widget} from './widget-bodies.js'

export const kinds: readonly Kind[] = [
  {
    name: 'configmap',
    path: '/api/v1/namespaces/default/configmaps',
    apiVersion: 'v1',
    kind: 'ConfigMap',
    custom: false,
    scale: false,
    body: configMap,
    whole: configMap,
  },
  {
    name: 'service',
    path: '/api/v1/namespaces/default/services',
    apiVersion: 'v1',
    kind: 'Service',
    custom: false,
    scale: false,
    body: fc.tuple(headless(serviceSpec), metadata).map(([spec, meta]) => ({metadata: meta, spec})),
    whole: fc
      .tuple(headless(serviceSpec), metadata)
      .map(([spec, meta]) => ({metadata: meta, spec: {ports: [{name: 'z', port: 90}], ...spec}}) as Body),
  },
  {
    name: 'deployment',
    path: '/apis/apps/v1/namespaces/default/deployments',
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    custom: false,
    scale: true,
    status: workloadStatus,
    body: deploymentOf(podSpec),
    whole: deploymentOf(podSpec),
  },
  {
    name: 'widget',
    path: '/apis/diff.example.com/v1/namespaces/default/widgets',
    apiVersion: 'diff.example.com/v1',
    kind: 'Widget',
    custom: true,
    scale: true,
    body: widget,
    whole: widget,
  },
  ...others,
  ...more,
]
