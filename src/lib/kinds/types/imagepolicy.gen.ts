// Generated from manifests/crds by `npm run gen`. Do not edit.

export type ImagePolicySpec = {
  digestReflectionPolicy?: 'Always' | 'IfNotPresent' | 'Never'
  filterTags?: {
    extract?: string
    pattern?: string
  }
  imageRepositoryRef: {
    name: string
    namespace?: string
  }
  interval?: string
  policy: {
    alphabetical?: {
      order?: 'asc' | 'desc'
    }
    numerical?: {
      order?: 'asc' | 'desc'
    }
    semver?: {
      range: string
    }
  }
  suspend?: boolean
}

export type ImagePolicyStatus = {
  conditions?: {
    lastTransitionTime: string
    message: string
    observedGeneration?: number
    reason: string
    status: 'True' | 'False' | 'Unknown'
    type: string
  }[]
  lastHandledReconcileAt?: string
  latestRef?: {
    digest?: string
    name: string
    tag: string
  }
  observedGeneration?: number
  observedPreviousRef?: {
    digest?: string
    name: string
    tag: string
  }
}
