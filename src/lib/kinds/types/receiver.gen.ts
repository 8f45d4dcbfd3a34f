// Generated from manifests/crds by `npm run gen`. Do not edit.

export type ReceiverSpec = {
  events?: string[]
  interval?: string
  oidcProviders?: {
    audience?: string
    issuerURL: string
    /**
     * @minItems 1
     */
    validations: {
      expression: string
      message: string
    }[]
    variables?: {
      expression: string
      name: string
    }[]
  }[]
  resourceFilter?: string
  resources: {
    apiVersion?: string
    filter?: string
    kind:
      | 'Bucket'
      | 'GitRepository'
      | 'Kustomization'
      | 'HelmRelease'
      | 'HelmChart'
      | 'HelmRepository'
      | 'ImageRepository'
      | 'ImagePolicy'
      | 'ImageUpdateAutomation'
      | 'OCIRepository'
      | 'ArtifactGenerator'
      | 'ExternalArtifact'
    matchLabels?: {
      [k: string]: string
    }
    name: string
    namespace?: string
  }[]
  secretRef?: {
    name: string
  }
  suspend?: boolean
  type:
    | 'generic'
    | 'generic-hmac'
    | 'generic-oidc'
    | 'github'
    | 'gitlab'
    | 'bitbucket'
    | 'harbor'
    | 'dockerhub'
    | 'quay'
    | 'gcr'
    | 'nexus'
    | 'acr'
    | 'cdevents'
}

export type ReceiverStatus = {
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
  webhookPath?: string
}
