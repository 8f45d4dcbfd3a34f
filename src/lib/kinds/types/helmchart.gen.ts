// Generated from manifests/crds by `npm run gen`. Do not edit.

/**
 * Which chart to fetch or package, and from where.
 */
export type HelmChartSpec = {
  /**
   * Name of the chart in a HelmRepository, or the path of its folder or package in another source.
   */
  chart: string
  /**
   * Leave out valuesFiles that do not exist, instead of failing.
   */
  ignoreMissingValuesFiles?: boolean
  /**
   * Time between two looks at the source.
   */
  interval: string
  /**
   * When there is a new artifact: with a new version of the chart, or with every new revision of the source. Revision has no meaning for a HelmRepository.
   */
  reconcileStrategy?: 'ChartVersion' | 'Revision'
  /**
   * The source, in the same namespace.
   */
  sourceRef: {
    /**
     * apiVersion of the source.
     */
    apiVersion?: string
    /**
     * Kind of the source.
     */
    kind: 'HelmRepository' | 'GitRepository' | 'Bucket'
    /**
     * Name of the source.
     */
    name: string
  }
  /**
   * Stop fetching until it is false again.
   */
  suspend?: boolean
  /**
   * Files in the chart, or in the source when the chart comes from files, that are merged in this order into the chart's values.yaml. They take the place of values.yaml, which must be named to stay.
   *
   * Items: Path of one file, relative to the chart, or to the root of the source.
   */
  valuesFiles?: string[]
  /**
   * Check the signature of the chart before the artifact is made. Only for charts from an OCI HelmRepository.
   */
  verify?: {
    /**
     * Who may have signed a keyless signature; one match is enough, anybody when empty. Only for cosign without secretRef.
     *
     * Items: One identity.
     */
    matchOIDCIdentity?: {
      /**
       * Regular expression that the issuer of the Fulcio certificate must match.
       */
      issuer: string
      /**
       * Regular expression that the subject of the Fulcio certificate must match.
       */
      subject: string
    }[]
    /**
     * The tool that made the signatures.
     */
    provider: 'cosign' | 'notation'
    /**
     * Secret in the same namespace with the public keys of trusted authors, or with trust policy and certificates for notation. Cosign checks keyless when there is none.
     */
    secretRef?: {
      /**
       * Name of the Secret.
       */
      name: string
    }
  }
  /**
   * Version or range of versions of a chart from a HelmRepository; the newest within it is taken. Ignored for charts from files.
   */
  version?: string
}

/**
 * What the last run found.
 */
export type HelmChartStatus = {
  /**
   * The packaged chart of the last successful run.
   */
  artifact?: {
    /**
     * Digest of the stored file, algorithm:hex.
     */
    digest: string
    /**
     * When the file was written.
     */
    lastUpdateTime: string
    /**
     * Further facts, e.g. annotations of an OCI image.
     */
    metadata?: {
      [k: string]: string
    }
    /**
     * Path of the file in the store.
     */
    path: string
    /**
     * What was fetched, in a form that people can trace back.
     */
    revision: string
    /**
     * Size of the file in bytes.
     */
    size?: number
    /**
     * Address from which the file can be had.
     */
    url: string
  }
  /**
   * What the last run found, one entry per condition type.
   *
   * Items: One aspect of the observed state.
   */
  conditions?: {
    /**
     * When status, reason or message last changed.
     */
    lastTransitionTime: string
    /**
     * Details for people.
     */
    message: string
    /**
     * The metadata.generation at which this was found.
     */
    observedGeneration?: number
    /**
     * One CamelCase word that programs can match on.
     */
    reason: string
    /**
     * True, False or Unknown.
     */
    status: 'True' | 'False' | 'Unknown'
    /**
     * Name of the condition, CamelCase or domain/CamelCase.
     */
    type: string
  }[]
  /**
   * Value of the annotation reconcile.fluxcd.io/requestedAt that was last acted upon.
   */
  lastHandledReconcileAt?: string
  /**
   * Name of the chart in the current artifact, as its Chart.yaml says.
   */
  observedChartName?: string
  /**
   * The last generation of the object that was brought to a final state.
   */
  observedGeneration?: number
  /**
   * Revision of the source's artifact that the current artifact was made from.
   */
  observedSourceArtifactRevision?: string
  /**
   * The valuesFiles that are in the current artifact. Only kept with ignoreMissingValuesFiles, when some of spec.valuesFiles may be missing.
   *
   * Items: Path of one file.
   */
  observedValuesFiles?: string[]
  /**
   * Address from which the newest artifact can always be had.
   */
  url?: string
}
