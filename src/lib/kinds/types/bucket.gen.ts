// Generated from manifests/crds by `npm run gen`. Do not edit.

export type BucketSpec = {
  bucketName: string
  certSecretRef?: {
    name: string
  }
  endpoint: string
  ignore?: string
  insecure?: boolean
  interval: string
  prefix?: string
  provider?: 'generic' | 'aws' | 'gcp' | 'azure'
  proxySecretRef?: {
    name: string
  }
  region?: string
  secretRef?: {
    name: string
  }
  serviceAccountName?: string
  sts?: {
    certSecretRef?: {
      name: string
    }
    endpoint: string
    provider: 'aws' | 'ldap'
    secretRef?: {
      name: string
    }
  }
  suspend?: boolean
  timeout?: string
}

export type BucketStatus = {
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
  url?: string
}
