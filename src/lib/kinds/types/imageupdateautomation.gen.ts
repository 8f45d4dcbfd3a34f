// Generated from manifests/crds by `npm run gen`. Do not edit.

export type ImageUpdateAutomationSpec = {
  git?: {
    checkout?: {
      ref: {
        branch?: string
        commit?: string
        name?: string
        semver?: string
        tag?: string
      }
    }
    commit: {
      author: {
        email: string
        name?: string
      }
      messageTemplate?: string
      messageTemplateValues?: {
        [k: string]: string
      }
      signingKey?: {
        secretRef: {
          name: string
        }
        type?: 'gpg' | 'ssh'
      }
    }
    push?: {
      branch?: string
      options?: {
        [k: string]: string
      }
      refspec?: string
    }
  }
  interval: string
  policySelector?: {
    matchExpressions?: {
      key: string
      operator: string
      values?: string[]
    }[]
    matchLabels?: {
      [k: string]: string
    }
  }
  sourceRef: {
    apiVersion?: string
    kind: 'GitRepository'
    name: string
    namespace?: string
  }
  suspend?: boolean
  update?: {
    path?: string
    strategy?: 'Setters'
  }
}

export type ImageUpdateAutomationStatus = {
  conditions?: {
    lastTransitionTime: string
    message: string
    observedGeneration?: number
    reason: string
    status: 'True' | 'False' | 'Unknown'
    type: string
  }[]
  lastAutomationRunTime?: string
  lastHandledReconcileAt?: string
  lastPushCommit?: string
  lastPushTime?: string
  observedGeneration?: number
  observedPolicies?: {
    [k: string]: {
      digest?: string
      name: string
      tag: string
    }
  }
  observedSourceRevision?: string
}
