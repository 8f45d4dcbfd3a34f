// Generated from manifests/crds by `npm run gen`. Do not edit.

export type HelmRepositorySpec = {
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
  insecure?: boolean
  interval?: string
  passCredentials?: boolean
  provider?: 'generic' | 'aws' | 'azure' | 'gcp'
  secretRef?: {
    name: string
  }
  suspend?: boolean
  timeout?: string
  type?: 'default' | 'oci'
  url: string
}

export type HelmRepositoryStatus = {
  artifact?: {
    digest: string
    lastUpdateTime: string
    metadata?: {
      [k: string]: string
    }
    path: string
    revision: string
    size?: number
    url: string
  }
  conditions?: {
    lastTransitionTime: string
    message: string
    observedGeneration?: number
    reason: string
    status: 'True' | 'False' | 'Unknown'
    type: string
  }[]
  lastHandledReconcileAt?: string
  observedGeneration?: number
  url?: string
}
