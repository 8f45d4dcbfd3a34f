// Generated from manifests/crds by `npm run gen`. Do not edit.

export type HelmReleaseSpec = {
  chart?: {
    metadata?: {
      annotations?: {
        [k: string]: string
      }
      labels?: {
        [k: string]: string
      }
    }
    spec: {
      chart: string
      ignoreMissingValuesFiles?: boolean
      interval?: string
      reconcileStrategy?: 'ChartVersion' | 'Revision'
      sourceRef: {
        apiVersion?: string
        kind: 'HelmRepository' | 'GitRepository' | 'Bucket'
        name: string
        namespace?: string
      }
      valuesFiles?: string[]
      verify?: {
        provider: 'cosign' | 'notation'
        secretRef?: {
          name: string
        }
      }
      version?: string
    }
  }
  chartRef?: {
    apiVersion?: string
    kind: 'OCIRepository' | 'HelmChart' | 'ExternalArtifact'
    name: string
    namespace?: string
  }
  commonMetadata?: {
    annotations?: {
      [k: string]: string
    }
    labels?: {
      [k: string]: string
    }
  }
  dependsOn?: {
    name: string
    namespace?: string
    readyExpr?: string
  }[]
  driftDetection?: {
    ignore?: {
      paths: string[]
      target?: {
        annotationSelector?: string
        group?: string
        kind?: string
        labelSelector?: string
        name?: string
        namespace?: string
        version?: string
      }
    }[]
    mode?: 'enabled' | 'warn' | 'disabled'
  }
  healthCheckExprs?: {
    apiVersion: string
    current: string
    failed?: string
    inProgress?: string
    kind?: string
  }[]
  install?: {
    crds?: 'Skip' | 'Create' | 'CreateReplace'
    createNamespace?: boolean
    disableHooks?: boolean
    disableOpenAPIValidation?: boolean
    disableSchemaValidation?: boolean
    disableTakeOwnership?: boolean
    disableWait?: boolean
    disableWaitForJobs?: boolean
    remediation?: {
      ignoreTestFailures?: boolean
      remediateLastFailure?: boolean
      retries?: number
    }
    replace?: boolean
    serverSideApply?: boolean
    skipCRDs?: boolean
    strategy?: {
      name: 'RemediateOnFailure' | 'RetryOnFailure'
      retryInterval?: string
    }
    timeout?: string
  }
  interval: string
  kubeConfig?: {
    configMapRef?: {
      name: string
    }
    secretRef?: {
      key?: string
      name: string
    }
  }
  maxHistory?: number
  persistentClient?: boolean
  postRenderStrategy?: 'nohooks' | 'combined' | 'separate'
  postRenderers?: {
    kustomize?: {
      images?: {
        digest?: string
        name: string
        newName?: string
        newTag?: string
      }[]
      patches?: {
        patch: string
        target?: {
          annotationSelector?: string
          group?: string
          kind?: string
          labelSelector?: string
          name?: string
          namespace?: string
          version?: string
        }
      }[]
    }
  }[]
  releaseName?: string
  rollback?: {
    cleanupOnFail?: boolean
    disableHooks?: boolean
    disableWait?: boolean
    disableWaitForJobs?: boolean
    force?: boolean
    recreate?: boolean
    serverSideApply?: 'enabled' | 'disabled' | 'auto'
    timeout?: string
  }
  serviceAccountName?: string
  storageNamespace?: string
  suspend?: boolean
  targetNamespace?: string
  test?: {
    enable?: boolean
    filters?: {
      exclude?: boolean
      name: string
    }[]
    ignoreFailures?: boolean
    timeout?: string
  }
  timeout?: string
  uninstall?: {
    deletionPropagation?: 'background' | 'foreground' | 'orphan'
    disableHooks?: boolean
    disableWait?: boolean
    keepHistory?: boolean
    timeout?: string
  }
  upgrade?: {
    chartNameChangeStrategy?: 'InPlaceUpdate' | 'Reinstall'
    cleanupOnFail?: boolean
    crds?: 'Skip' | 'Create' | 'CreateReplace'
    disableHooks?: boolean
    disableOpenAPIValidation?: boolean
    disableSchemaValidation?: boolean
    disableTakeOwnership?: boolean
    disableWait?: boolean
    disableWaitForJobs?: boolean
    force?: boolean
    preserveValues?: boolean
    remediation?: {
      ignoreTestFailures?: boolean
      remediateLastFailure?: boolean
      retries?: number
      strategy?: 'rollback' | 'uninstall'
    }
    serverSideApply?: 'enabled' | 'disabled' | 'auto'
    strategy?: {
      name: 'RemediateOnFailure' | 'RetryOnFailure'
      retryInterval?: string
    }
    timeout?: string
  }
  values?: unknown
  valuesFrom?: {
    kind: 'Secret' | 'ConfigMap'
    literal?: boolean
    name: string
    optional?: boolean
    targetPath?: string
    valuesKey?: string
  }[]
  waitStrategy?: {
    name: 'poller' | 'legacy'
  }
}

export type HelmReleaseStatus = {
  conditions?: {
    lastTransitionTime: string
    message: string
    observedGeneration?: number
    reason: string
    status: 'True' | 'False' | 'Unknown'
    type: string
  }[]
  failures?: number
  helmChart?: string
  history?: {
    action?: string
    apiVersion?: string
    appVersion?: string
    chartName: string
    chartVersion: string
    configDigest: string
    deleted?: string
    digest: string
    firstDeployed: string
    lastDeployed: string
    name: string
    namespace: string
    ociDigest?: string
    status: string
    testHooks?: {
      [k: string]: {
        lastCompleted?: string
        lastStarted?: string
        phase?: string
      }
    }
    version: number
  }[]
  installFailures?: number
  inventory?: {
    entries: {
      id: string
      v: string
    }[]
  }
  lastAttemptedConfigDigest?: string
  lastAttemptedGeneration?: number
  lastAttemptedReleaseAction?: 'install' | 'upgrade'
  lastAttemptedReleaseActionDuration?: string
  lastAttemptedRevision?: string
  lastAttemptedRevisionDigest?: string
  lastAttemptedValuesChecksum?: string
  lastHandledForceAt?: string
  lastHandledReconcileAt?: string
  lastHandledResetAt?: string
  lastReleaseRevision?: number
  observedCommonMetadataDigest?: string
  observedGeneration?: number
  observedPostRenderersDigest?: string
  storageNamespace?: string
  upgradeFailures?: number
}
