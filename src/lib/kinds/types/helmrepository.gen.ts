// Generated from manifests/crds by `npm run gen`. Do not edit.

/**
 * Where the repository is and how to log in.
 */
export type HelmRepositorySpec = {
  /**
   * Kept so that old manifests stay valid: no controller looks at it.
   */
  accessFrom?: {
    /**
     * Namespaces whose objects may use this one; one selector that matches is enough.
     *
     * Items: Labels of the namespaces; all namespaces when empty.
     */
    namespaceSelectors: {
      /**
       * Labels that must be there with these values.
       */
      matchLabels?: {
        [k: string]: string
      }
    }[]
  }
  /**
   * Secret in the same namespace with ca.crt, and tls.crt and tls.key for client authentication.
   */
  certSecretRef?: {
    /**
     * Name of the Secret.
     */
    name: string
  }
  /**
   * Talk plain HTTP to the registry. Only for type oci.
   */
  insecure?: boolean
  /**
   * Time between two downloads of the index; 1m0s when empty. Not used by type oci.
   */
  interval?: string
  /**
   * Send the credentials of secretRef to other hosts too, when the index names charts there. Only use it with an index that you trust.
   */
  passCredentials?: boolean
  /**
   * How to log in to an OCI registry: generic (secretRef or nothing), or the identity of a cloud provider. Not for the default type.
   */
  provider?: 'generic' | 'aws' | 'azure' | 'gcp'
  /**
   * Secret in the same namespace with username and password, or a .dockerconfigjson for type oci.
   */
  secretRef?: {
    /**
     * Name of the Secret.
     */
    name: string
  }
  /**
   * Stop downloading the index until it is false again.
   */
  suspend?: boolean
  /**
   * Time limit of a download of the index, and of pulls for HelmCharts; 60s when empty.
   */
  timeout?: string
  /**
   * default for an index over HTTP, oci for a registry. The url must fit.
   */
  type?: 'default' | 'oci'
  /**
   * Address of the folder with index.yaml (http or https), or of the part of a registry that holds the charts (oci).
   */
  url: string
}

/**
 * What the last run found.
 */
export type HelmRepositoryStatus = {
  /**
   * The index of the last successful download.
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
   * The last generation of the object that was brought to a final state.
   */
  observedGeneration?: number
  /**
   * Address from which the newest artifact can always be had.
   */
  url?: string
}
