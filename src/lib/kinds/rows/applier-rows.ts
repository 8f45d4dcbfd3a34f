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
    withSource: ['OCIRepository', 'HelmChart'],
    madeSource: 'HelmChart',
    success: ['applied revision {revision}'],
    requests: {
      force: {annotation: 'reconcile.fluxcd.io/forceAt', summary: 'install or upgrade once more, whatever the state'},
      reset: {annotation: 'reconcile.fluxcd.io/resetAt', summary: 'start counting failures anew'},
    },
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
    wide: {Path: ['spec', 'path']},
    columns: COLUMNS,
    revision: {paths: [['status', 'lastAppliedRevision']], short: true},
    sourceRefs: [['spec', 'sourceRef']],
    showSource: true,
    shortMessage: true,
    success: ['applied revision {status.lastAppliedRevision}'],
    withSource: ['GitRepository', 'OCIRepository', 'Bucket'],
  },
] as const satisfies readonly KindRow[]
