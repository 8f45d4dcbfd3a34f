import {EVERYTHING, type KindRow} from '../kind-row.js'

const GROUP = {group: 'image.toolkit.fluxcd.io', version: 'v1'} as const

/** Image automation, in the order of `flux get images all`. */
export const IMAGE_ROWS = [
  {
    ...GROUP,
    kind: 'ImageRepository',
    plural: 'imagerepositories',
    words: ['image', 'repository'],
    listWords: ['images', 'repository'],
    aliases: [],
    human: 'image repository',
    capabilities: EVERYTHING,
    wide: {Image: ['spec', 'image']},
    columns: ['Name', 'Last scan', 'Suspended', 'Ready', 'Message'],
    success: ['scan fetched {status.lastScanResult.tagCount} tags', 'not yet scanned'],
    cells: {'Last scan': ['status', 'lastScanResult', 'scanTime']},
  },
  {
    ...GROUP,
    kind: 'ImagePolicy',
    plural: 'imagepolicies',
    words: ['image', 'policy'],
    listWords: ['images', 'policy'],
    aliases: [],
    human: 'image policy',
    capabilities: EVERYTHING,
    wide: {Repository: ['spec', 'imageRepositoryRef', 'name'], Digest: ['status', 'latestRef', 'digest']},
    columns: ['Name', 'Image', 'Tag', 'Ready', 'Message'],
    success: [
      'selected ref {status.latestRef.name}:{status.latestRef.tag}@{status.latestRef.digest}',
      'selected ref {status.latestRef.name}:{status.latestRef.tag}',
      'no ref selected',
    ],
    cells: {Image: ['status', 'latestRef', 'name'], Tag: ['status', 'latestRef', 'tag']},
  },
  {
    ...GROUP,
    kind: 'ImageUpdateAutomation',
    plural: 'imageupdateautomations',
    words: ['image', 'update'],
    listWords: ['images', 'update'],
    aliases: [],
    human: 'image update automation',
    capabilities: EVERYTHING,
    sourceRefs: [['spec', 'sourceRef']],
    wide: {Path: ['spec', 'update', 'path']},
    columns: ['Name', 'Last run', 'Suspended', 'Ready', 'Message'],
    success: ['{message}', 'last run {status.lastAutomationRunTime}', 'automation not yet run'],
    cells: {'Last run': ['status', 'lastAutomationRunTime']},
  },
] as const satisfies readonly KindRow[]
