{{- define "policy.labels.merge" -}}
{{- $labels := dict -}}
{{- range . -}}
  {{- $labels = merge $labels (fromYaml .) -}}
{{- end -}}
{{- with $labels -}}
  {{- toYaml $labels -}}
{{- end -}}
{{- end -}}

{{- define "policy.labels.helm" -}}
{{- if not .Values.templating -}}
helm.sh/chart: {{ template "policy.chart" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}
{{- end -}}

{{- define "policy.labels.version" -}}
app.kubernetes.io/version: {{ template "policy.chartVersion" . }}
{{- end -}}

{{- define "policy.labels.common" -}}
{{- template "policy.labels.merge" (list
  (include "policy.labels.helm" .)
  (include "policy.labels.version" .)
  (toYaml .Values.customLabels)
) -}}
{{- end -}}

{{- define "policy.matchLabels.common" -}}
app.kubernetes.io/part-of: {{ template "policy.fullname" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "policy.labels.component" -}}
app.kubernetes.io/component: {{ . }}
{{- end -}}

{{- define "policy.admission.labels" -}}
{{- template "policy.labels.merge" (list
  (include "policy.labels.common" .)
  (include "policy.admission.matchLabels" .)
) -}}
{{- end -}}

{{- define "policy.admission.matchLabels" -}}
{{- template "policy.labels.merge" (list
  (include "policy.matchLabels.common" .)
  (include "policy.labels.component" "admission-controller")
) -}}
{{- end -}}
