// Generated from manifests/crds by `npm run gen`. Do not edit.

/**
 * Which image to pull, how, and which of its files to keep.
 */
export type OCIRepositorySpec = {
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
   * Lines in gitignore syntax that say what the artifact leaves out; they take the place of the built-in list.
   */
  ignore?: string
  /**
   * Talk plain HTTP to the registry, and do not check its certificate when there is no certSecretRef.
   */
  insecure?: boolean
  /**
   * Time between two looks at the registry.
   */
  interval: string
  /**
   * Which layer makes the artifact, and how; the first one, unpacked, when empty.
   */
  layerSelector?: {
    /**
     * Take the first layer of this media type.
     */
    mediaType?: string
    /**
     * Unpack the layer and pack it again without ignored files (extract), or store it as it is (copy), as for Helm charts. extract is the default.
     */
    operation?: 'extract' | 'copy'
  }
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
   * Which image to pull: digest, else semver, else tag; tag latest when empty.
   */
  ref?: {
    /**
     * Digest of the image, e.g. sha256:...; wins over all others.
     */
    digest?: string
    /**
     * Range of versions; the newest tag within it is taken.
     */
    semver?: string
    /**
     * Regular expression; only tags that match it are compared with semver.
     */
    semverFilter?: string
    /**
     * Tag.
     */
    tag?: string
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
   * ServiceAccount in the same namespace whose imagePullSecrets are used to log in, and whose identity is shown to a cloud provider. The latter needs the feature gate ObjectLevelWorkloadIdentity.
   */
  serviceAccountName?: string
  /**
   * Stop pulling until it is false again.
   */
  suspend?: boolean
  /**
   * Time limit of logging in at a cloud provider and of checking signatures; the pull itself is not bounded by it.
   */
  timeout?: string
  /**
   * Address of the image without tag: oci://host/path.
   */
  url: string
  /**
   * Check the signature of the image before the artifact is made.
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
    /**
     * Secret in the same namespace with trusted_root.json, the certificates and keys of a private Sigstore for keyless checks. Only for cosign; the public Sigstore when empty.
     */
    trustedRootSecretRef?: {
      /**
       * Name of the Secret.
       */
      name: string
    }
  }
}

/**
 * What the last run found.
 */
export type OCIRepositoryStatus = {
  /**
   * The artifact of the last successful run.
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
   * spec.ignore of the current artifact.
   */
  observedIgnore?: string
  /**
   * spec.layerSelector of the current artifact.
   */
  observedLayerSelector?: {
    /**
     * Media type that was asked for.
     */
    mediaType?: string
    /**
     * What was done with the layer.
     */
    operation?: 'extract' | 'copy'
  }
  /**
   * Address from which the newest artifact can always be had.
   */
  url?: string
}
