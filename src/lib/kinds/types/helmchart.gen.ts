// Generated from manifests/crds by `npm run gen`. Do not edit.

export type HelmChartSpec = {
  chart: string
  ignoreMissingValuesFiles?: boolean
  interval: string
  reconcileStrategy?: 'ChartVersion' | 'Revision'
  sourceRef: {
    apiVersion?: string
    kind: 'HelmRepository' | 'GitRepository' | 'Bucket'
    name: string
  }
  suspend?: boolean
  valuesFiles?: string[]
  verify?: {
    matchOIDCIdentity?: {
      issuer: string
      subject: string
    }[]
    provider: 'cosign' | 'notation'
    secretRef?: {
      name: string
    }
  }
  version?: string
}

export type HelmChartStatus = {
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
  observedChartName?: string
  observedGeneration?: number
  observedSourceArtifactRevision?: string
  observedValuesFiles?: string[]
  url?: string
}
