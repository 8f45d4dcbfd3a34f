// Generated from manifests/crds by `npm run gen`. Do not edit.

/**
 * Which repository to update, where in it, and how to commit and push.
 */
export type ImageUpdateAutomationSpec = {
  /**
   * How to check out, commit and push. The controller needs it.
   */
  git?: {
    /**
     * What to check out; the ref of the GitRepository when empty.
     */
    checkout?: {
      /**
       * Takes the place of the whole ref of the GitRepository.
       */
      ref: {
        /**
         * Branch.
         */
        branch?: string
        /**
         * Commit id; with a branch it is looked for there.
         */
        commit?: string
        /**
         * Full reference name such as refs/heads/main; wins over all others.
         */
        name?: string
        /**
         * Range of versions; the newest tag within it is taken.
         */
        semver?: string
        /**
         * Tag.
         */
        tag?: string
      }
    }
    /**
     * What the commit looks like.
     */
    commit: {
      /**
       * Author and committer.
       */
      author: {
        /**
         * E-mail address of the author.
         */
        email: string
        /**
         * Name of the author.
         */
        name?: string
      }
      /**
       * Go template of the commit message; it sees AutomationObject, Changed and Values.
       */
      messageTemplate?: string
      /**
       * What the template sees as Values.
       */
      messageTemplateValues?: {
        [k: string]: string
      }
      /**
       * The key that commits are signed with; they are not when empty.
       */
      signingKey?: {
        /**
         * Secret in the same namespace with the private key: git.asc for OpenPGP, identity for SSH, and passphrase or password when it is encrypted.
         */
        secretRef: {
          /**
           * Name of the Secret.
           */
          name: string
        }
        /**
         * Kind of key; gpg when empty.
         */
        type?: 'gpg' | 'ssh'
      }
    }
    /**
     * Where to push; the branch that was checked out when empty.
     */
    push?: {
      /**
       * Branch to push to; it is made from the checkout when it does not exist.
       */
      branch?: string
      /**
       * Push options for the server, e.g. those that open a merge request.
       */
      options?: {
        [k: string]: string
      }
      /**
       * A refspec that is pushed after the branch. It may neither force (+) nor delete (:).
       */
      refspec?: string
    }
  }
  /**
   * Time between two runs.
   */
  interval: string
  /**
   * Labels of the ImagePolicies in the same namespace to go by; all of them when empty.
   */
  policySelector?: {
    /**
     * Further conditions on labels; all must hold.
     *
     * Items: One condition.
     */
    matchExpressions?: {
      /**
       * The label.
       */
      key: string
      /**
       * In, NotIn, Exists or DoesNotExist.
       */
      operator: string
      /**
       * The values of In and NotIn.
       *
       * Items: One value.
       */
      values?: string[]
    }[]
    /**
     * Labels that must be there with these values.
     */
    matchLabels?: {
      [k: string]: string
    }
  }
  /**
   * The GitRepository to update, whose address and credentials are used.
   */
  sourceRef: {
    /**
     * apiVersion of the source.
     */
    apiVersion?: string
    /**
     * Kind of the source.
     */
    kind: 'GitRepository'
    /**
     * Name of the source.
     */
    name: string
    /**
     * Its namespace; the own one when empty.
     */
    namespace?: string
  }
  /**
   * Stop updating until it is false again.
   */
  suspend?: boolean
  /**
   * What is changed in the repository.
   */
  update?: {
    /**
     * Folder or file in the repository that is looked through for marked fields; all of it when empty.
     */
    path?: string
    /**
     * How fields are found: Setters is by comments such as {"$imagepolicy": "namespace:name"}.
     */
    strategy?: 'Setters'
  }
}

/**
 * What the last run found.
 */
export type ImageUpdateAutomationStatus = {
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
   * When the last run began.
   */
  lastAutomationRunTime?: string
  /**
   * Value of the annotation reconcile.fluxcd.io/requestedAt that was last acted upon.
   */
  lastHandledReconcileAt?: string
  /**
   * The commit that was last pushed.
   */
  lastPushCommit?: string
  /**
   * When it was pushed.
   */
  lastPushTime?: string
  /**
   * The last generation of the object that was brought to a final state.
   */
  observedGeneration?: number
  /**
   * The images of the last run, by name of the ImagePolicy.
   */
  observedPolicies?: {
    /**
     * One image.
     */
    [k: string]: {
      /**
       * Its digest, when it was looked up.
       */
      digest?: string
      /**
       * Name without tag.
       */
      name: string
      /**
       * The tag.
       */
      tag: string
    }
  }
  /**
   * Revision of the repository that the last run came to.
   */
  observedSourceRevision?: string
}
