// Generated from manifests/crds by `npm run gen`. Do not edit.

/**
 * Which bucket to fetch, how, and which of its objects to keep.
 */
export type BucketSpec = {
  /**
   * Name of the bucket.
   */
  bucketName: string
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
   * Address of the object store: host or host:port for generic and aws, a URL for azure; gcp has its own.
   */
  endpoint: string
  /**
   * Lines in gitignore syntax that say what the artifact leaves out; they take the place of the built-in list.
   */
  ignore?: string
  /**
   * Talk plain HTTP to the endpoint.
   */
  insecure?: boolean
  /**
   * Time between two looks at the bucket.
   */
  interval: string
  /**
   * Fetch only objects whose key starts with this, filtered by the server.
   */
  prefix?: string
  /**
   * 'generic' for anything that speaks S3 with keys of secretRef; the others log in with the identity of a cloud provider when there is no secretRef.
   */
  provider?: 'generic' | 'aws' | 'gcp' | 'azure'
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
   * Region of the bucket; asked of the server when empty.
   */
  region?: string
  /**
   * Secret in the same namespace with credentials: accesskey and secretkey for generic and aws, serviceaccount for gcp, accountKey, sasKey or tenantId and clientId with a secret or certificate for azure.
   */
  secretRef?: {
    /**
     * Name of the Secret.
     */
    name: string
  }
  /**
   * ServiceAccount in the same namespace whose identity is shown to the cloud provider. Needs the feature gate ObjectLevelWorkloadIdentity, and is not for provider generic.
   */
  serviceAccountName?: string
  /**
   * A security token service that trades an identity for short-lived keys of the bucket. Only for providers aws and generic.
   */
  sts?: {
    /**
     * Secret in the same namespace with ca.crt, and tls.crt and tls.key for client authentication at the token service. Only for provider ldap.
     */
    certSecretRef?: {
      /**
       * Name of the Secret.
       */
      name: string
    }
    /**
     * Address of the token service, http or https.
     */
    endpoint: string
    /**
     * Kind of token service: aws for a Bucket of provider aws, ldap for one of provider generic.
     */
    provider: 'aws' | 'ldap'
    /**
     * Secret in the same namespace with username and password for the token service. Only for provider ldap.
     */
    secretRef?: {
      /**
       * Name of the Secret.
       */
      name: string
    }
  }
  /**
   * Stop fetching until it is false again.
   */
  suspend?: boolean
  /**
   * Time limit of listing the bucket, and again of downloading its objects.
   */
  timeout?: string
}

/**
 * What the last run found.
 */
export type BucketStatus = {
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
   * Address from which the newest artifact can always be had.
   */
  url?: string
}
