{{- define "policy.config.resourceFilters" -}}
{{- $resourceFilters := .Values.config.resourceFilters -}}
{{- range .Values.config.resourceFiltersIncludeNamespaces -}}
  {{- $resourceFilters = append $resourceFilters (printf "[*/*,%s,*]" .) -}}
{{- end -}}
{{- $resourceFilters = concat $resourceFilters .Values.config.resourceFiltersInclude -}}
{{- range .Values.config.resourceFiltersExcludeNamespaces -}}
  {{- $resourceFilters = without $resourceFilters (printf "[*/*,%s,*]" .) -}}
{{- end -}}
{{- range $exclude := .Values.config.resourceFiltersExclude -}}
  {{- range $filter := $resourceFilters -}}
    {{- if (eq $exclude $filter) -}}
      {{- $resourceFilters = without $resourceFilters $filter -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- if .Values.config.excludeNamespaces -}}
  {{- $resourceFilters = prepend $resourceFilters (printf "[*/*,%s,*]" (include "policy.namespace" .)) -}}
{{- end -}}
{{- tpl (join "" $resourceFilters) . -}}
{{- end -}}

{{- define "policy.config.webhooks" -}}
{{- $excludeDefault := dict "key" "kubernetes.io/metadata.name" "operator" "NotIn" "values" (list (include "policy.namespace" .)) }}
{{- $webhooks := .Values.config.webhooks -}}
{{- if kindIs "slice" $webhooks -}}
  {{- $newWebhooks := list -}}
  {{- range $index, $webhook := $webhooks -}}
    {{- if $.Values.config.excludeNamespaces -}}
      {{- $namespaceSelector := default dict $webhook.namespaceSelector }}
      {{- $matchExpressions := default (list) $namespaceSelector.matchExpressions }}
      {{- $newNamespaceSelector := dict "matchLabels" $namespaceSelector.matchLabels "matchExpressions" (append $matchExpressions $excludeDefault) }}
      {{- $newWebhook := merge (omit $webhook "namespaceSelector") (dict "namespaceSelector" $newNamespaceSelector) }}
      {{- $newWebhooks = append $newWebhooks $newWebhook -}}
    {{- else -}}
      {{- $newWebhooks = append $newWebhooks $webhook -}}
    {{- end -}}
  {{- end -}}
  {{- $newWebhooks | toJson }}
{{- else -}}
  {{- $webhook := $webhooks }}
  {{- if $.Values.config.excludeNamespaces -}}
    {{- $namespaceSelector := default (dict) $webhook.namespaceSelector }}
    {{- $matchExpressions := default (list) $namespaceSelector.matchExpressions }}
    {{- $newNamespaceSelector := dict "matchLabels" $namespaceSelector.matchLabels "matchExpressions" (append $matchExpressions $excludeDefault) }}
    {{- $webhook = merge (omit $webhook "namespaceSelector") (dict "namespaceSelector" $newNamespaceSelector) }}
  {{- end -}}
  {{- $webhook | toJson }}
{{- end -}}
{{- end -}}

{{- define "policy.features.flags" -}}
{{- $flags := list -}}
{{- with .admissionReports -}}
  {{- $flags = append $flags (print "--admissionReports=" .enabled) -}}
  {{- with .backPressureThreshold -}}
    {{- $flags = append $flags (print "--maxAdmissionReports=" .) -}}
  {{- end -}}
{{- end -}}
{{- with .aggregateReports -}}
  {{- $flags = append $flags (print "--aggregateReports=" .enabled) -}}
{{- end -}}
{{- with .backgroundScan -}}
  {{- $flags = append $flags (print "--backgroundScan=" .enabled) -}}
  {{- $flags = append $flags (print "--backgroundScanWorkers=" .backgroundScanWorkers) -}}
  {{- $flags = append $flags (print "--backgroundScanInterval=" .backgroundScanInterval) -}}
  {{- $flags = append $flags (print "--skipResourceFilters=" .skipResourceFilters) -}}
{{- end -}}
{{- with .logging -}}
  {{- $flags = append $flags (print "--loggingFormat=" .format) -}}
  {{- $flags = append $flags (print "--v=" (join "," .verbosity)) -}}
{{- end -}}
{{- with .omitEvents -}}
  {{- with .eventTypes -}}
    {{- $flags = append $flags (print "--omitEvents=" (join "," .)) -}}
  {{- end -}}
{{- end -}}
{{- with .registryClient -}}
  {{- $flags = append $flags (print "--allowInsecureRegistry=" .allowInsecure) -}}
  {{- $flags = append $flags (print "--registryCredentialHelpers=" (join "," .credentialHelpers)) -}}
{{- end -}}
{{- with .reports -}}
  {{- $flags = append $flags (print "--reportsChunkSize=" .chunkSize) -}}
{{- end -}}
{{- with $flags -}}
  {{- toYaml . -}}
{{- end -}}
{{- end -}}

{{- define "policy.pdb.spec" -}}
{{- if and .minAvailable .maxUnavailable }}
  {{- fail "Cannot set both .minAvailable and .maxUnavailable" -}}
{{- end }}
{{- if not .maxUnavailable }}
minAvailable: {{ default 1 .minAvailable }}
{{- end }}
{{- if .maxUnavailable }}
maxUnavailable: {{ .maxUnavailable }}
{{- end }}
{{- end -}}

{{- define "policy.pdb.apiVersion" -}}
{{- if .Values.apiVersionOverride.podDisruptionBudget -}}
{{- .Values.apiVersionOverride.podDisruptionBudget -}}
{{- else if .Capabilities.APIVersions.Has "policy/v1/PodDisruptionBudget" -}}
policy/v1
{{- else -}}
policy/v1beta1
{{- end -}}
{{- end -}}

{{- define "policy.deployment.replicas" -}}
  {{- if and (not (kindIs "invalid" .)) (not (kindIs "string" .)) -}}
    {{- if eq (int .) 0 -}}
      {{- fail "The controller does not support running with 0 replicas. Please provide a non-zero integer value." -}}
    {{- end -}}
  {{- end -}}
  {{- . -}}
{{- end -}}

{{- define "policy.admission.roleName" -}}
{{ include "policy.fullname" . }}:admission-controller
{{- end -}}

{{- define "policy.admission.serviceAccountName" -}}
{{- if .Values.admission.rbac.create -}}
  {{ default (printf "%s-admission-controller" (include "policy.fullname" .)) .Values.admission.rbac.serviceAccount.name }}
{{- else -}}
  {{ required "A service account name is required when `rbac.create` is set to `false`" .Values.admission.rbac.serviceAccount.name }}
{{- end -}}
{{- end -}}
