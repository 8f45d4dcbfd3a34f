// Generated from manifests/crds by `npm run gen`. Do not edit.

/**
 * Which webhooks to take, how they are checked, and which objects are reconciled.
 */
export type ReceiverSpec = {
  /**
   * Names of the events that count, as the sender calls them; all when empty.
   *
   * Items: One event, e.g. push.
   */
  events?: string[]
  /**
   * Time between two looks at the secret.
   */
  interval?: string
  /**
   * Issuers of OIDC tokens that webhooks may come with. Only for type generic-oidc, which needs one at least.
   *
   * Items: One issuer and what its tokens must say.
   */
  oidcProviders?: {
    /**
     * The audience that tokens must be for; notification-controller when empty.
     */
    audience?: string
    /**
     * Address of the issuer.
     */
    issuerURL: string
    /**
     * Conditions on the token; all must hold.
     *
     * @minItems 1
     *
     * Items: One condition.
     */
    validations: {
      /**
       * CEL expression over claims and vars that yields true or false.
       */
      expression: string
      /**
       * What is said when the condition does not hold.
       */
      message: string
    }[]
    /**
     * Values that later expressions can use, worked out in this order.
     *
     * Items: One value.
     */
    variables?: {
      /**
       * CEL expression over claims and the vars before it.
       */
      expression: string
      /**
       * Name of the value under vars.
       */
      name: string
    }[]
  }[]
  /**
   * CEL expression over res (an object's apiVersion, kind and metadata) and req (the JSON body of the webhook) that says whether that object is reconciled. Applies to all resources.
   */
  resourceFilter?: string
  /**
   * The objects that are reconciled.
   *
   * Items: One object, or all of a kind.
   */
  resources: {
    /**
     * apiVersion of the object; the current one when empty.
     */
    apiVersion?: string
    /**
     * As resourceFilter, for the objects of this entry; where both are there, both must say yes.
     */
    filter?: string
    /**
     * Kind of the object.
     */
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
    /**
     * Labels that the object must have. Needed with name '*', where an empty map stands for all objects, and not looked at with other names.
     */
    matchLabels?: {
      [k: string]: string
    }
    /**
     * Name of the object, '*' for all.
     */
    name: string
    /**
     * Its namespace; the own one when empty. --no-cross-namespace-refs forbids others.
     */
    namespace?: string
  }[]
  /**
   * Secret in the same namespace with token, which webhooks are checked with and which the path depends on. Needed by every type but generic-oidc, which must not have one.
   */
  secretRef?: {
    /**
     * Name of the Secret.
     */
    name: string
  }
  /**
   * Take no webhooks until it is false again.
   */
  suspend?: boolean
  /**
   * Who sends the webhooks, and so how they are checked.
   */
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

/**
 * What the last run found.
 */
export type ReceiverStatus = {
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
   * Path under which webhooks are taken; it cannot be guessed.
   */
  webhookPath?: string
}
