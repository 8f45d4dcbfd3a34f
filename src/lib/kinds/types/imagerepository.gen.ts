// Generated from manifests/crds by `npm run gen`. Do not edit.

/**
 * Which image to scan, how often, and how to log in.
 */
export type ImageRepositorySpec = {
  /**
   * Namespaces whose ImagePolicies may use this object; only those of the own namespace when empty.
   */
  accessFrom?: {
    /**
     * Selectors of namespaces; one that matches is enough.
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
   * Secret in the same namespace with ca.crt, and tls.crt and tls.key for client authentication. The CA is trusted besides those of the system.
   */
  certSecretRef?: {
    /**
     * Name of the Secret.
     */
    name: string
  }
  /**
   * Regular expressions; tags that match one of them are left out. Signatures (.sig) are left out by default.
   *
   * @maxItems 25
   *
   * Items: One regular expression, RE2 syntax.
   */
  exclusionList?: string[]
  /**
   * Name of the image with its registry, without scheme, tag and digest.
   */
  image: string
  /**
   * Talk plain HTTP to the registry.
   */
  insecure?: boolean
  /**
   * Time between two scans.
   */
  interval: string
  /**
   * How to log in: generic (secretRef, serviceAccountName or nothing), or the identity of a cloud provider.
   */
  provider?: 'generic' | 'aws' | 'azure' | 'gcp'
  /**
   * Secret in the same namespace with address and credentials of a proxy.
   */
  proxySecretRef?: {
    /**
     * Name of the Secret.
     */
    name: string
  }
  /**
   * Secret in the same namespace of type kubernetes.io/dockerconfigjson with credentials of the registry.
   */
  secretRef?: {
    /**
     * Name of the Secret.
     */
    name: string
  }
  /**
   * ServiceAccount in the same namespace whose imagePullSecrets are used to log in, or whose identity is shown to a cloud provider. The latter needs the feature gate ObjectLevelWorkloadIdentity.
   */
  serviceAccountName?: string
  /**
   * Stop scanning until it is false again.
   */
  suspend?: boolean
  /**
   * Time limit of a scan; spec.interval when empty.
   */
  timeout?: string
}

/**
 * What the last run found.
 */
export type ImageRepositoryStatus = {
  /**
   * Name of the image with the defaults of the registry filled in, e.g. index.docker.io/library/alpine for alpine.
   */
  canonicalImageName?: string
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
   * What the last scan found.
   */
  lastScanResult?: {
    /**
     * Up to ten tags, the last ones by spelling first.
     *
     * Items: One tag.
     */
    latestTags?: string[]
    /**
     * Checksum of all tags that were found.
     */
    revision?: string
    /**
     * When the scan was done.
     */
    scanTime?: string
    /**
     * How many tags were found, excluded ones not counted.
     */
    tagCount: number
  }
  /**
   * spec.exclusionList of the last scan.
   *
   * Items: One regular expression.
   */
  observedExclusionList?: string[]
  /**
   * The last generation of the object that was brought to a final state.
   */
  observedGeneration?: number
}
