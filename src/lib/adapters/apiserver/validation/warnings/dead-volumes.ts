const deadVolumes: Readonly<Record<string, readonly [field: string, text: string]>> = {
  photonPersistentDisk: ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  gitRepo: ['gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  scaleIO: ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  flocker: ['flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  storageos: ['storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  quobyte: ['quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  glusterfs: ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  cephfs: ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  rbd: ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
}

/** Every source of volumes that is no more: Pods may have any of them. */
export const DEAD_VOLUMES: readonly string[] = Object.keys(deadVolumes)

/** Sources of volumes that are no more, in the server's order. */
export function deadVolumeWarnings(volume: object, path: string, kinds: readonly string[]): string[] {
  return kinds.flatMap((kind) => {
    const [field, text] = deadVolumes[kind]!
    return Object.hasOwn(volume, kind) ? [`${path}.${field}: ${text}`] : []
  })
}
