// Generated from manifests/crds by `npm run gen`. Do not edit.

export type OCIRepositorySpec = {
  certSecretRef?: {
    name: string
  }
  ignore?: string
  insecure?: boolean
  interval: string
  layerSelector?: {
    mediaType?: string
    operation?: 'extract' | 'copy'
  }
  provider?: 'generic' | 'aws' | 'azure' | 'gcp'
  proxySecretRef?: {
    name: string
  }
  ref?: {
    digest?: string
    semver?: string
    semverFilter?: string
    tag?: string
  }
  secretRef?: {
    name: string
  }
  serviceAccountName?: string
  suspend?: boolean
  timeout?: string
  url: string
  verify?: {
    matchOIDCIdentity?: {
      issuer: string
      subject: string
    }[]
    provider: 'cosign' | 'notation'
    secretRef?: {
      name: string
    }
    trustedRootSecretRef?: {
      name: string
    }
  }
}

export type OCIRepositoryStatus = {
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
  observedIgnore?: string
  observedLayerSelector?: {
    mediaType?: string
    operation?: 'extract' | 'copy'
  }
  url?: string
}
