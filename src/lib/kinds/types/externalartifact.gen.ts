// Generated from manifests/crds by `npm run gen`. Do not edit.

export type ExternalArtifactSpec = {
  sourceRef?: {
    apiVersion?: string
    kind: string
    name: string
    namespace?: string
  }
}

export type ExternalArtifactStatus = {
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
}
