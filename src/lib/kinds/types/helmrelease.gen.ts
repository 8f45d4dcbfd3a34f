// Generated from manifests/crds by `npm run gen`. Do not edit.

/**
 * Which chart with which values, where to, and what to do when something fails.
 */
export type HelmReleaseSpec = {
  /**
   * A chart for which a HelmChart is made and kept. Either this or chartRef.
   */
  chart?: {
    /**
     * Labels and annotations of the HelmChart.
     */
    metadata?: {
      /**
       * Annotations of the HelmChart.
       */
      annotations?: {
        [k: string]: string
      }
      /**
       * Labels of the HelmChart.
       */
      labels?: {
        [k: string]: string
      }
    }
    /**
     * What the HelmChart says.
     */
    spec: {
      /**
       * Name of the chart in a HelmRepository, or the path of its folder or package in another source.
       */
      chart: string
      /**
       * Leave out valuesFiles that do not exist, instead of failing.
       */
      ignoreMissingValuesFiles?: boolean
      /**
       * Time between two looks at the source; spec.interval when empty.
       */
      interval?: string
      /**
       * When there is a new chart: with a new version of it, or with every new revision of the source. Revision has no meaning for a HelmRepository.
       */
      reconcileStrategy?: 'ChartVersion' | 'Revision'
      /**
       * The source of the chart.
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
        /**
         * Its namespace; the own one when empty. --no-cross-namespace-refs forbids others.
         */
        namespace?: string
      }
      /**
       * Files in the chart, or in the source when the chart comes from files, that are merged in this order into the chart's values.yaml. They take the place of values.yaml, which must be named to stay.
       *
       * Items: Path of one file, relative to the chart, or to the root of the source.
       */
      valuesFiles?: string[]
      /**
       * Check the signature of the chart. Only for charts from an OCI HelmRepository.
       */
      verify?: {
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
  }
  /**
   * A source whose artifact is the chart. Either this or chart.
   */
  chartRef?: {
    /**
     * apiVersion of the source.
     */
    apiVersion?: string
    /**
     * Kind of the source.
     */
    kind: 'OCIRepository' | 'HelmChart' | 'ExternalArtifact'
    /**
     * Name of the source.
     */
    name: string
    /**
     * Its namespace; the own one when empty. --no-cross-namespace-refs forbids others.
     */
    namespace?: string
  }
  /**
   * Labels and annotations for every object of the release, set last and over equal keys.
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
   * HelmReleases that must be ready before this one is installed or upgraded.
   *
   * Items: One dependency.
   */
  dependsOn?: {
    /**
     * Name of the HelmRelease.
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
   * What to do when objects in the cluster are not as the release says.
   */
  driftDetection?: {
    /**
     * Fields in which objects may differ.
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
     * enabled corrects differences, warn only reports them, disabled does not look; disabled when empty.
     */
    mode?: 'enabled' | 'warn' | 'disabled'
  }
  /**
   * CEL rules that judge the health of custom kinds while an action waits.
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
   * How the release is installed.
   */
  install?: {
    /**
     * What to do with the CRDs of the chart: leave them out, create those that are missing, or also replace those that are there. Create is the default.
     */
    crds?: 'Skip' | 'Create' | 'CreateReplace'
    /**
     * Make spec.targetNamespace when it does not exist.
     */
    createNamespace?: boolean
    /**
     * Leave out the hooks of the chart.
     */
    disableHooks?: boolean
    /**
     * Do not check the objects against the schema of the cluster.
     */
    disableOpenAPIValidation?: boolean
    /**
     * Do not check the values against the chart's values.schema.json.
     */
    disableSchemaValidation?: boolean
    /**
     * Fail when an object exists that the release does not own, instead of taking it over.
     */
    disableTakeOwnership?: boolean
    /**
     * Do not wait until the objects are ready.
     */
    disableWait?: boolean
    /**
     * Do not wait until Jobs are complete.
     */
    disableWaitForJobs?: boolean
    /**
     * What to do when an install has failed, with strategy RemediateOnFailure.
     */
    remediation?: {
      /**
       * A failed test is no failure of the install; test.ignoreFailures when empty.
       */
      ignoreTestFailures?: boolean
      /**
       * Uninstall after the last failed try too, when no retries are left.
       */
      remediateLastFailure?: boolean
      /**
       * How often a failed install is uninstalled and tried again; any number of times when negative.
       */
      retries?: number
    }
    /**
     * Use a release name again that is kept in the history of an uninstalled release.
     */
    replace?: boolean
    /**
     * Apply objects on the server side; true when empty, unless the feature gate UseHelm3Defaults is on.
     */
    serverSideApply?: boolean
    /**
     * Deprecated: not read any more, use crds.
     */
    skipCRDs?: boolean
    /**
     * What to do when an install has failed.
     */
    strategy?: {
      /**
       * RemediateOnFailure uninstalls and tries again as remediation says; RetryOnFailure upgrades what is there, again and again.
       */
      name: 'RemediateOnFailure' | 'RetryOnFailure'
      /**
       * Time between two tries of RetryOnFailure; 5m0s when empty.
       */
      retryInterval?: string
    }
    /**
     * Time limit of each Kubernetes operation of an install; spec.timeout when empty.
     */
    timeout?: string
  }
  /**
   * Time between two successful runs.
   */
  interval: string
  /**
   * Release to another cluster. With spec.serviceAccountName the account is impersonated over there.
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
   * How many revisions of the release Helm keeps; 5 when empty, all when 0.
   */
  maxHistory?: number
  /**
   * Keep one Kubernetes client for a whole action. false helps charts that make kinds known while they are installed, by other means than the folder crds. true when empty.
   */
  persistentClient?: boolean
  /**
   * Which objects the post-renderers see: all but hooks (nohooks), hooks and others together (combined), or one after the other (separate). combined when empty, unless the feature gate UseHelm3Defaults is on.
   */
  postRenderStrategy?: 'nohooks' | 'combined' | 'separate'
  /**
   * Changes to the rendered objects, made in this order.
   *
   * Items: One post-renderer.
   */
  postRenderers?: {
    /**
     * Changes as kustomize makes them.
     */
    kustomize?: {
      /**
       * Image names, tags and digests to replace.
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
       * Patches, strategic merge or JSON patch (RFC 6902).
       *
       * Items: One patch.
       */
      patches?: {
        /**
         * The patch as YAML or JSON text.
         */
        patch: string
        /**
         * The objects that are patched; the one that a strategic merge patch names when empty.
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
    }
  }[]
  /**
   * Name of the Helm release; targetNamespace and name of this object joined by a dash when empty, or only the name without a targetNamespace. Cut to 53 characters with a hash when longer.
   */
  releaseName?: string
  /**
   * How the release is rolled back after a failed upgrade.
   */
  rollback?: {
    /**
     * Delete objects that the rollback has made when it fails.
     */
    cleanupOnFail?: boolean
    /**
     * Leave out the hooks of the chart.
     */
    disableHooks?: boolean
    /**
     * Do not wait until the objects are ready.
     */
    disableWait?: boolean
    /**
     * Do not wait until Jobs are complete.
     */
    disableWaitForJobs?: boolean
    /**
     * Replace objects instead of patching them. Ignored with server-side apply.
     */
    force?: boolean
    /**
     * Deprecated: has no effect.
     */
    recreate?: boolean
    /**
     * Apply objects on the server side; auto, the default, does as the release was installed.
     */
    serverSideApply?: 'enabled' | 'disabled' | 'auto'
    /**
     * Time limit of each Kubernetes operation of a rollback; spec.timeout when empty.
     */
    timeout?: string
  }
  /**
   * ServiceAccount in the same namespace that is impersonated when objects are applied.
   */
  serviceAccountName?: string
  /**
   * Namespace of Helm's records of the release; the own one when empty.
   */
  storageNamespace?: string
  /**
   * Stop reconciling until it is false again. A suspended object that is deleted leaves the release in place.
   */
  suspend?: boolean
  /**
   * Namespace of the release; the own one when empty.
   */
  targetNamespace?: string
  /**
   * How the tests of the chart are run.
   */
  test?: {
    /**
     * Run the tests after every install and upgrade.
     */
    enable?: boolean
    /**
     * Which tests are run; all when empty.
     *
     * Items: One test.
     */
    filters?: {
      /**
       * Leave this test out, instead of running only those that are named.
       */
      exclude?: boolean
      /**
       * Name of the test.
       */
      name: string
    }[]
    /**
     * A failed test is no failure of the release.
     */
    ignoreFailures?: boolean
    /**
     * Time limit of each Kubernetes operation of a test; spec.timeout when empty.
     */
    timeout?: string
  }
  /**
   * Time limit of each Kubernetes operation of an action; 5m0s when empty.
   */
  timeout?: string
  /**
   * How the release is uninstalled.
   */
  uninstall?: {
    /**
     * How dependents of the objects are deleted: afterwards (background), before (foreground), or not at all (orphan).
     */
    deletionPropagation?: 'background' | 'foreground' | 'orphan'
    /**
     * Leave out the hooks of the chart.
     */
    disableHooks?: boolean
    /**
     * Do not wait until the objects are gone.
     */
    disableWait?: boolean
    /**
     * Keep Helm's records of the release, marked as uninstalled.
     */
    keepHistory?: boolean
    /**
     * Time limit of each Kubernetes operation of an uninstall; spec.timeout when empty.
     */
    timeout?: string
  }
  /**
   * How the release is upgraded.
   */
  upgrade?: {
    /**
     * What to do when the chart has another name: uninstall and install anew (Reinstall, when empty), or upgrade all the same (InPlaceUpdate).
     */
    chartNameChangeStrategy?: 'InPlaceUpdate' | 'Reinstall'
    /**
     * Delete objects that the upgrade has made when it fails.
     */
    cleanupOnFail?: boolean
    /**
     * What to do with the CRDs of the chart: leave them out, create those that are missing, or also replace those that are there. Create when empty.
     */
    crds?: 'Skip' | 'Create' | 'CreateReplace'
    /**
     * Leave out the hooks of the chart.
     */
    disableHooks?: boolean
    /**
     * Do not check the objects against the schema of the cluster.
     */
    disableOpenAPIValidation?: boolean
    /**
     * Do not check the values against the chart's values.schema.json.
     */
    disableSchemaValidation?: boolean
    /**
     * Fail when an object exists that the release does not own, instead of taking it over.
     */
    disableTakeOwnership?: boolean
    /**
     * Do not wait until the objects are ready.
     */
    disableWait?: boolean
    /**
     * Do not wait until Jobs are complete.
     */
    disableWaitForJobs?: boolean
    /**
     * Replace objects instead of patching them. Ignored with server-side apply.
     */
    force?: boolean
    /**
     * Merge the values of the last release below the new ones.
     */
    preserveValues?: boolean
    /**
     * What to do when an upgrade has failed, with strategy RemediateOnFailure.
     */
    remediation?: {
      /**
       * A failed test is no failure of the upgrade; test.ignoreFailures when empty.
       */
      ignoreTestFailures?: boolean
      /**
       * Remediate after the last failed try too, when no retries are left; true when empty and retries is not 0.
       */
      remediateLastFailure?: boolean
      /**
       * How often a failed upgrade is remediated and tried again; any number of times when negative.
       */
      retries?: number
      /**
       * Go back to the last good revision (rollback, when empty) or remove the release (uninstall).
       */
      strategy?: 'rollback' | 'uninstall'
    }
    /**
     * Apply objects on the server side; auto, the default, does as the release was installed.
     */
    serverSideApply?: 'enabled' | 'disabled' | 'auto'
    /**
     * What to do when an upgrade has failed.
     */
    strategy?: {
      /**
       * RemediateOnFailure goes back and tries again as remediation says; RetryOnFailure upgrades what is there, again and again.
       */
      name: 'RemediateOnFailure' | 'RetryOnFailure'
      /**
       * Time between two tries of RetryOnFailure; 5m0s when empty.
       */
      retryInterval?: string
    }
    /**
     * Time limit of each Kubernetes operation of an upgrade; spec.timeout when empty.
     */
    timeout?: string
  }
  /**
   * Values of the chart; they win over valuesFrom, but for entries of it with a targetPath.
   */
  values?: {
    [k: string]: unknown
  }
  /**
   * ConfigMaps and Secrets with values, merged in this order; later ones win.
   *
   * Items: One set of values, or one value.
   */
  valuesFrom?: {
    /**
     * ConfigMap or Secret.
     */
    kind: 'Secret' | 'ConfigMap'
    /**
     * Take the value at targetPath as it is, without the syntax of helm's --set.
     */
    literal?: boolean
    /**
     * Name of the object, in the same namespace.
     */
    name: string
    /**
     * Go on when the object or the key is missing. Other errors still count.
     */
    optional?: boolean
    /**
     * Where in the values the one value is put, as helm's --set names it. All of the values when empty.
     */
    targetPath?: string
    /**
     * Key of the values in the object; values.yaml when empty.
     */
    valuesKey?: string
  }[]
  /**
   * How an action waits until objects are ready.
   */
  waitStrategy?: {
    /**
     * poller asks for their status again and again as Kustomizations do, legacy is Helm's own way. poller when empty, unless the feature gate UseHelm3Defaults is on.
     */
    name: 'poller' | 'legacy'
  }
}

/**
 * What the last run found.
 */
export type HelmReleaseStatus = {
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
   * How often a run has failed since the last success or change of the configuration.
   */
  failures?: number
  /**
   * The HelmChart that was made, namespace/name.
   */
  helmChart?: string
  /**
   * The last releases, newest first.
   *
   * Items: One release as it was when the controller last touched it.
   */
  history?: {
    /**
     * What made the release.
     */
    action?: string
    /**
     * Version of this entry's form, which the digest depends on.
     */
    apiVersion?: string
    /**
     * appVersion of the chart.
     */
    appVersion?: string
    /**
     * Name of the chart.
     */
    chartName: string
    /**
     * Version of the chart.
     */
    chartVersion: string
    /**
     * Digest of the values.
     */
    configDigest: string
    /**
     * When the release was uninstalled.
     */
    deleted?: string
    /**
     * Digest of Helm's record of the release, by which changes from outside are known.
     */
    digest: string
    /**
     * When the release was first installed.
     */
    firstDeployed: string
    /**
     * When this revision was made.
     */
    lastDeployed: string
    /**
     * Name of the release.
     */
    name: string
    /**
     * Namespace of the release.
     */
    namespace: string
    /**
     * Digest of the image that the chart came from.
     */
    ociDigest?: string
    /**
     * State of the release in Helm's words.
     */
    status: string
    /**
     * Tests that were run, by name.
     */
    testHooks?: {
      /**
       * One test.
       */
      [k: string]: {
        /**
         * When it ended.
         */
        lastCompleted?: string
        /**
         * When it began.
         */
        lastStarted?: string
        /**
         * How it ended, in Helm's words.
         */
        phase?: string
      }
    }
    /**
     * Revision number of the release.
     */
    version: number
  }[]
  /**
   * How often an install has failed since the configuration last changed.
   */
  installFailures?: number
  /**
   * The objects of the release.
   */
  inventory?: {
    /**
     * One entry per object.
     *
     * Items: Identity of one object.
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
   * Digest of the values that were last tried.
   */
  lastAttemptedConfigDigest?: string
  /**
   * The generation of this object that was last tried.
   */
  lastAttemptedGeneration?: number
  /**
   * What was last tried.
   */
  lastAttemptedReleaseAction?: 'install' | 'upgrade'
  /**
   * How long that took.
   */
  lastAttemptedReleaseActionDuration?: string
  /**
   * Version of the chart that was last tried.
   */
  lastAttemptedRevision?: string
  /**
   * Digest of the chart that was last tried, when it came from an OCIRepository.
   */
  lastAttemptedRevisionDigest?: string
  /**
   * Deprecated: use lastAttemptedConfigDigest. SHA-1 of the values that were last tried.
   */
  lastAttemptedValuesChecksum?: string
  /**
   * Value of the annotation reconcile.fluxcd.io/forceAt that was last acted upon.
   */
  lastHandledForceAt?: string
  /**
   * Value of the annotation reconcile.fluxcd.io/requestedAt that was last acted upon.
   */
  lastHandledReconcileAt?: string
  /**
   * Value of the annotation reconcile.fluxcd.io/resetAt that was last acted upon.
   */
  lastHandledResetAt?: string
  /**
   * Deprecated: use history. Revision number of the last release.
   */
  lastReleaseRevision?: number
  /**
   * Digest of the spec.commonMetadata that was last applied.
   */
  observedCommonMetadataDigest?: string
  /**
   * The last generation of the object that was brought to a final state.
   */
  observedGeneration?: number
  /**
   * Digest of the spec.postRenderers that were last applied.
   */
  observedPostRenderersDigest?: string
  /**
   * Namespace of Helm's records of the current release.
   */
  storageNamespace?: string
  /**
   * How often an upgrade has failed since the configuration last changed.
   */
  upgradeFailures?: number
}
