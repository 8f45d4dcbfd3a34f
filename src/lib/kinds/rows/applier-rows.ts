import {type ColumnName, EVERYTHING, type KindRow} from '../kind-row.js'

const COLUMNS: readonly ColumnName[] = ['Name', 'Revision', 'Suspended', 'Ready', 'Message']

/** What puts objects into a cluster. */
export const APPLIER_ROWS = [
  {
    group: 'helm.toolkit.fluxcd.io',
    version: 'v2',
    kind: 'HelmRelease',
    plural: 'helmreleases',
    words: ['helmrelease'],
    listWords: ['helmreleases'],
    aliases: ['hr'],
    human: 'helmrelease',
    capabilities: EVERYTHING,
    columns: COLUMNS,
    revision: {
      paths: [
        ['status', 'history', '0', 'chartVersion'],
        ['status', 'lastAttemptedRevision'],
      ],
      short: false,
    },
    sourceRefs: [
      ['spec', 'chartRef'],
      ['spec', 'chart', 'spec', 'sourceRef'],
    ],
    showSource: true,
    withSource: true,
  },
  {
    group: 'kustomize.toolkit.fluxcd.io',
    version: 'v1',
    kind: 'Kustomization',
    plural: 'kustomizations',
    words: ['kustomization'],
    listWords: ['kustomizations'],
    aliases: ['ks'],
    human: 'kustomization',
    capabilities: EVERYTHING,
    columns: COLUMNS,
    revision: {paths: [['status', 'lastAppliedRevision']], short: true},
    sourceRefs: [['spec', 'sourceRef']],
    showSource: true,
    withSource: true,
  },
] as const satisfies readonly KindRow[]
