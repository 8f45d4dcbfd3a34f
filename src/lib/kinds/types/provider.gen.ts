// Generated from manifests/crds by `npm run gen`. Do not edit.

export type ProviderSpec = {
  address?: string
  certSecretRef?: {
    name: string
  }
  channel?: string
  commitStatusExpr?: string
  interval?: string
  proxy?: string
  proxySecretRef?: {
    name: string
  }
  secretRef?: {
    name: string
  }
  serviceAccountName?: string
  suspend?: boolean
  timeout?: string
  type:
    | 'slack'
    | 'discord'
    | 'msteams'
    | 'rocket'
    | 'generic'
    | 'generic-hmac'
    | 'github'
    | 'gitlab'
    | 'gitea'
    | 'giteapullrequestcomment'
    | 'bitbucketserver'
    | 'bitbucket'
    | 'azuredevops'
    | 'googlechat'
    | 'googlepubsub'
    | 'webex'
    | 'sentry'
    | 'azureeventhub'
    | 'telegram'
    | 'lark'
    | 'matrix'
    | 'opsgenie'
    | 'alertmanager'
    | 'grafana'
    | 'githubdispatch'
    | 'githubpullrequestcomment'
    | 'gitlabmergerequestcomment'
    | 'pagerduty'
    | 'datadog'
    | 'nats'
    | 'zulip'
    | 'otel'
    | 'zoom'
    | 'incident.io'
  username?: string
}
