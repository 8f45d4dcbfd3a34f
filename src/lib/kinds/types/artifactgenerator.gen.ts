// Generated from manifests/crds by `npm run gen`. Do not edit.

export type ArtifactGeneratorSpec = {
  /**
   * @minItems 1
   * @maxItems 1000
   */
  artifacts: {
    /**
     * @minItems 1
     */
    copy: {
      /**
       * @maxItems 100
       */
      exclude?: string[]
      from: string
      strategy?: 'Overwrite' | 'Merge' | 'Extract'
      to: string
    }[]
    name: string
    originRevision?: string
    revision?: string
  }[]
  commonMetadata?: {
    annotations?: {
      [k: string]: string
    }
    labels?: {
      [k: string]: string
    }
  }
  pathPattern?: string
  /**
   * @minItems 1
   * @maxItems 1000
   */
  sources: {
    alias: string
    kind: 'Bucket' | 'GitRepository' | 'OCIRepository' | 'HelmChart' | 'ExternalArtifact'
    name: string
    namespace?: string
  }[]
}

export type ArtifactGeneratorStatus = {
  conditions?: {
    lastTransitionTime: string
    message: string
    observedGeneration?: number
    reason: string
    status: 'True' | 'False' | 'Unknown'
    type: string
  }[]
  inventory?: {
    digest: string
    filename: string
    name: string
    namespace: string
  }[]
  lastHandledReconcileAt?: string
  observedSourcesDigest?: string
}
