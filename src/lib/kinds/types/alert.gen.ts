// Generated from manifests/crds by `npm run gen`. Do not edit.

export type AlertSpec = {
  eventMetadata?: {
    [k: string]: string
  }
  eventSeverity?: 'info' | 'error'
  eventSources: {
    apiVersion?: string
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
  exclusionList?: string[]
  inclusionList?: string[]
  providerRef: {
    name: string
  }
  summary?: string
  suspend?: boolean
}
