// Generated from manifests/crds by `npm run gen`. Do not edit.

export type ImageRepositorySpec = {
  accessFrom?: {
    namespaceSelectors: {
      matchLabels?: {
        [k: string]: string
      }
    }[]
  }
  certSecretRef?: {
    name: string
  }
  /**
   * @maxItems 25
   */
  exclusionList?: string[]
  image: string
  insecure?: boolean
  interval: string
  provider?: 'generic' | 'aws' | 'azure' | 'gcp'
  proxySecretRef?: {
    name: string
  }
  secretRef?: {
    name: string
  }
  serviceAccountName?: string
  suspend?: boolean
  timeout?: string
}

export type ImageRepositoryStatus = {
  canonicalImageName?: string
  conditions?: {
    lastTransitionTime: string
    message: string
    observedGeneration?: number
    reason: string
    status: 'True' | 'False' | 'Unknown'
    type: string
  }[]
  lastHandledReconcileAt?: string
  lastScanResult?: {
    latestTags?: string[]
    revision?: string
    scanTime?: string
    tagCount: number
  }
  observedExclusionList?: string[]
  observedGeneration?: number
}
