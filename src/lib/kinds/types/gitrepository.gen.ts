// Generated from manifests/crds by `npm run gen`. Do not edit.

/**
 * Which repository and reference to fetch, how, and which files to keep.
 */
export type GitRepositorySpec = {
  /**
   * Lines in gitignore syntax that say what the artifact leaves out; they take the place of the built-in list.
   */
  ignore?: string
  /**
   * Artifacts of other GitRepositories that are copied into this one.
   *
   * Items: One included repository.
   */
  include?: {
    /**
     * Folder to copy; the whole artifact when empty.
     */
    fromPath?: string
    /**
     * GitRepository in the same namespace.
     */
    repository: {
      /**
       * Name of the GitRepository.
       */
      name: string
    }
    /**
     * Folder to copy to; the name of the repository when empty.
     */
    toPath?: string
  }[]
  /**
   * Time between two looks at the remote.
   */
  interval: string
  /**
   * How to log in: generic (secretRef or nothing), or the identity of a cloud provider or GitHub App.
   */
  provider?: 'generic' | 'aws' | 'azure' | 'github'
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
   * Fetch submodules too.
   */
  recurseSubmodules?: boolean
  /**
   * What to check out: name, else commit, else semver, else tag, else branch; branch master when empty.
   */
  ref?: {
    /**
     * Branch.
     */
    branch?: string
    /**
     * Commit id; with a branch it is looked for there.
     */
    commit?: string
    /**
     * Full reference name such as refs/heads/main or refs/pull/420/head; wins over all others.
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
  /**
   * Secret in the same namespace with credentials: username and password, bearerToken, identity and known_hosts, ca.crt, tls.crt and tls.key.
   */
  secretRef?: {
    /**
     * Name of the Secret.
     */
    name: string
  }
  /**
   * ServiceAccount in the same namespace whose identity is shown to the provider. Needs the feature gate ObjectLevelWorkloadIdentity.
   */
  serviceAccountName?: string
  /**
   * Folders to check out; everything when empty.
   *
   * Items: One folder.
   */
  sparseCheckout?: string[]
  /**
   * Stop fetching until it is false again.
   */
  suspend?: boolean
  /**
   * Time limit of Git operations.
   */
  timeout?: string
  /**
   * Address of the repository: http, https or ssh.
   */
  url: string
  /**
   * Check OpenPGP or SSH signatures before the artifact is made.
   */
  verify?: {
    /**
     * Which signature must be right: that of the commit (HEAD, head is the same), of the tag, or of both.
     */
    mode?: 'head' | 'HEAD' | 'Tag' | 'TagAndHEAD'
    /**
     * Secret in the same namespace with the public keys of trusted authors.
     */
    secretRef: {
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
export type GitRepositoryStatus = {
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
   * The artifacts that were copied into this one, in the order of spec.include.
   *
   * Items: One included artifact.
   */
  includedArtifacts?: {
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
   * spec.include of the current artifact.
   *
   * Items: One included repository.
   */
  observedInclude?: {
    /**
     * Folder that was copied.
     */
    fromPath?: string
    /**
     * GitRepository in the same namespace.
     */
    repository: {
      /**
       * Name of the GitRepository.
       */
      name: string
    }
    /**
     * Folder that was copied to.
     */
    toPath?: string
  }[]
  /**
   * spec.recurseSubmodules of the current artifact.
   */
  observedRecurseSubmodules?: boolean
  /**
   * spec.sparseCheckout of the current artifact.
   *
   * Items: One folder.
   */
  observedSparseCheckout?: string[]
  /**
   * spec.verify.mode of the last check that passed.
   */
  sourceVerificationMode?: string
}
