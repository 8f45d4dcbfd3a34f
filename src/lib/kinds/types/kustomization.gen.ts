// Generated from manifests/crds by `npm run gen`. Do not edit.

/**
 * What to build, how, and where to apply it.
 */
export type KustomizationSpec = {
  /**
   * Which annotations about their origin kustomize puts on the built objects. Replaces the field of the kustomization file when it has entries.
   *
   * Items: One kind of build annotation.
   */
  buildMetadata?: ('originAnnotations' | 'transformerAnnotations')[]
  /**
   * Labels and annotations for every object, set after the build and over equal keys.
   */
  commonMetadata?: {
    /**
     * Annotations for every object.
     */
    annotations?: {
      [k: string]: string
    }
    /**
     * Labels for every object.
     */
    labels?: {
      [k: string]: string
    }
  }
  /**
   * Folders of kustomize Components, relative to spec.path, added to those of the kustomization file.
   *
   * Items: A local, relative path.
   */
  components?: string[]
  /**
   * How encrypted files and Secrets are decrypted before they are applied.
   */
  decryption?: {
    /**
     * The tool that encrypted them.
     */
    provider: 'sops'
    /**
     * Secret in the same namespace with the private keys or the credentials of a key service.
     */
    secretRef?: {
      /**
       * Name of the Secret.
       */
      name: string
    }
    /**
     * ServiceAccount in the same namespace whose identity is shown to the key service when the Secret holds no credentials. Needs the feature gate ObjectLevelWorkloadIdentity.
     */
    serviceAccountName?: string
  }
  /**
   * What happens to the applied objects when this object is deleted: follow spec.prune (MirrorPrune), delete them, delete them and wait until they are gone, or leave them. MirrorPrune is the default.
   */
  deletionPolicy?: 'MirrorPrune' | 'Delete' | 'WaitForTermination' | 'Orphan'
  /**
   * Kustomizations that must be ready before this one is applied.
   *
   * Items: One dependency.
   */
  dependsOn?: {
    /**
     * Name of the Kustomization.
     */
    name: string
    /**
     * Its namespace; the own one when empty.
     */
    namespace?: string
    /**
     * A CEL expression over self (this object) and dep (the dependency) that says whether the dependency is met. It takes the place of the built-in check unless the feature gate AdditiveCELDependencyCheck is on.
     */
    readyExpr?: string
  }[]
  /**
   * Delete and create anew what cannot be changed because a field is immutable.
   */
  force?: boolean
  /**
   * CEL rules that judge the health of custom kinds, for spec.wait and spec.healthChecks.
   *
   * Items: The rules of one kind.
   */
  healthCheckExprs?: {
    /**
     * apiVersion of the kind.
     */
    apiVersion: string
    /**
     * True when the object has reached its desired state.
     */
    current: string
    /**
     * True when the object has failed for good.
     */
    failed?: string
    /**
     * True while the object is still on its way.
     */
    inProgress?: string
    /**
     * The kind; all kinds of the group when empty.
     */
    kind?: string
  }[]
  /**
   * Objects whose health decides about Ready. Not looked at when spec.wait is set.
   *
   * Items: One object to check.
   */
  healthChecks?: {
    /**
     * apiVersion of the object; apps/v1 when empty.
     */
    apiVersion?: string
    /**
     * Kind of the object.
     */
    kind: string
    /**
     * Name of the object.
     */
    name: string
    /**
     * Namespace of the object; must be given for namespaced kinds.
     */
    namespace?: string
  }[]
  /**
   * Fields of applied objects that others may change without being corrected.
   *
   * Items: One set of fields and the objects it is about.
   */
  ignore?: {
    /**
     * JSON pointers (RFC 6901) to the fields.
     *
     * Items: One JSON pointer.
     */
    paths: string[]
    /**
     * The objects that the rule is about; all when empty.
     */
    target?: {
      /**
       * Label-selector syntax over the annotations.
       */
      annotationSelector?: string
      /**
       * API group, an anchored regular expression.
       */
      group?: string
      /**
       * Kind, an anchored regular expression.
       */
      kind?: string
      /**
       * Label selector.
       */
      labelSelector?: string
      /**
       * Name, an anchored regular expression.
       */
      name?: string
      /**
       * Namespace, an anchored regular expression.
       */
      namespace?: string
      /**
       * API version, an anchored regular expression.
       */
      version?: string
    }
  }[]
  /**
   * Leave out components whose folder does not exist, instead of failing.
   */
  ignoreMissingComponents?: boolean
  /**
   * Image names, tags and digests to replace, merged by name with those of the kustomization file.
   *
   * Items: One replacement.
   */
  images?: {
    /**
     * Digest to use; with newTag both are written.
     */
    digest?: string
    /**
     * Image name to look for, without tag.
     */
    name: string
    /**
     * Name to use instead.
     */
    newName?: string
    /**
     * Tag to use instead.
     */
    newTag?: string
  }[]
  /**
   * Time between two successful runs.
   */
  interval: string
  /**
   * Apply to another cluster. With spec.serviceAccountName the account is impersonated over there.
   */
  kubeConfig?: {
    /**
     * ConfigMap in the same namespace that names a cluster of a cloud provider; credentials come from workload identity.
     */
    configMapRef?: {
      /**
       * Name of the ConfigMap.
       */
      name: string
    }
    /**
     * Secret in the same namespace with a kubeconfig.
     */
    secretRef?: {
      /**
       * Key of the kubeconfig; value, then value.yaml, when empty.
       */
      key?: string
      /**
       * Name of the Secret.
       */
      name: string
    }
  }
  /**
   * Text put in front of the name of every object.
   */
  namePrefix?: string
  /**
   * Text put behind the name of every object.
   */
  nameSuffix?: string
  /**
   * Strategic-merge and JSON 6902 patches, applied after those of the kustomization file.
   *
   * Items: One patch.
   */
  patches?: {
    /**
     * The patch as inline YAML.
     */
    patch: string
    /**
     * The objects to patch; a strategic-merge patch without it finds its object by its own name and kind.
     */
    target?: {
      /**
       * Label-selector syntax over the annotations.
       */
      annotationSelector?: string
      /**
       * API group, an anchored regular expression.
       */
      group?: string
      /**
       * Kind, an anchored regular expression.
       */
      kind?: string
      /**
       * Label selector.
       */
      labelSelector?: string
      /**
       * Name, an anchored regular expression.
       */
      name?: string
      /**
       * Namespace, an anchored regular expression.
       */
      namespace?: string
      /**
       * API version, an anchored regular expression.
       */
      version?: string
    }
  }[]
  /**
   * Folder in the source with a kustomization file or plain YAML; the root when empty.
   */
  path?: string
  /**
   * Substitution of variables in the built objects.
   */
  postBuild?: {
    /**
     * Variables and their values; they win over those of substituteFrom.
     */
    substitute?: {
      [k: string]: string
    }
    /**
     * ConfigMaps and Secrets in the same namespace whose keys are variables; later entries win.
     *
     * Items: One ConfigMap or Secret.
     */
    substituteFrom?: {
      /**
       * ConfigMap or Secret.
       */
      kind: 'Secret' | 'ConfigMap'
      /**
       * Name of the ConfigMap or Secret.
       */
      name: string
      /**
       * Go on when the object does not exist.
       */
      optional?: boolean
    }[]
    /**
     * WithVariables (the default) substitutes only when at least one variable is given, Always in any case.
     */
    substituteStrategy?: 'WithVariables' | 'Always'
  }
  /**
   * Delete objects that are no longer part of the build.
   */
  prune: boolean
  /**
   * Time until the next try after a failed run; spec.interval when empty.
   */
  retryInterval?: string
  /**
   * ServiceAccount in the same namespace that is impersonated when objects are applied, checked and pruned.
   */
  serviceAccountName?: string
  /**
   * The source whose artifact is built.
   */
  sourceRef: {
    /**
     * apiVersion of the source.
     */
    apiVersion?: string
    /**
     * Kind of the source.
     */
    kind: 'OCIRepository' | 'GitRepository' | 'Bucket' | 'ExternalArtifact'
    /**
     * Name of the source.
     */
    name: string
    /**
     * Namespace of the source; the own one when empty.
     */
    namespace?: string
  }
  /**
   * Stop reconciling until it is false again. What has been applied stays.
   */
  suspend?: boolean
  /**
   * Namespace for all objects, over what the build says.
   */
  targetNamespace?: string
  /**
   * Time limit of health checks; spec.interval less 30s when empty, never under 30s.
   */
  timeout?: string
  /**
   * Wait until everything that was applied is healthy; spec.healthChecks is not looked at then.
   */
  wait?: boolean
}

/**
 * What the last run found.
 */
export type KustomizationStatus = {
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
   * The last runs that built something new or ended differently, newest first.
   *
   * Items: All runs of one digest that ended alike.
   */
  history?: {
    /**
     * sha256 of the built objects as YAML.
     */
    digest: string
    /**
     * When this build was first run.
     */
    firstReconciled: string
    /**
     * When it was last run.
     */
    lastReconciled: string
    /**
     * How long the last run took.
     */
    lastReconciledDuration: string
    /**
     * How the last run ended.
     */
    lastReconciledStatus: string
    /**
     * Revision and origin revision of the last run.
     */
    metadata?: {
      [k: string]: string
    }
    /**
     * How often it was run.
     */
    totalReconciliations: number
  }[]
  /**
   * The objects that were applied and are pruned when they leave the build.
   */
  inventory?: {
    /**
     * One entry per object.
     *
     * Items: Identity of one applied object.
     */
    entries: {
      /**
       * namespace_name_group_kind.
       */
      id: string
      /**
       * API version of the object, without group.
       */
      v: string
    }[]
  }
  /**
   * Origin revision of the artifact that was last applied with success.
   */
  lastAppliedOriginRevision?: string
  /**
   * Revision of the artifact that was last applied with success.
   */
  lastAppliedRevision?: string
  /**
   * Revision of the artifact that was last tried.
   */
  lastAttemptedRevision?: string
  /**
   * Value of the annotation reconcile.fluxcd.io/requestedAt that was last acted upon.
   */
  lastHandledReconcileAt?: string
  /**
   * The last generation of the object that was brought to a final state.
   */
  observedGeneration?: number
}
