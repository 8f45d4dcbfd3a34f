{{/* vim: set filetype=mustache: */}}
{{- define "monitor.name" -}}{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" -}}{{- end }}
{{- define "monitor.fullname" -}}
{{- if contains (include "monitor.name" .) .Release.Name -}}{{ .Release.Name | trunc 26 }}{{- else -}}
{{- printf "%s-%s" .Release.Name (include "monitor.name" .) | trunc 26 | trimSuffix "-" -}}{{- end -}}
{{- end }}
{{- define "monitor.labels" }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/instance: {{ .Release.Name }}
chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
heritage: {{ $.Release.Service | quote }}
{{- end }}
{{- define "monitor.insecureScrape" -}}
{{- $kubeVersion := .Capabilities.KubeVersion.GitVersion -}}
{{- $insecureScrape := index . 0 }}
{{- end -}}
{{- define "monitor.kubeVersionDefaultValue" -}}
{{- $values := index . 0 -}}
{{- $kubeVersion := index . 1 -}}
{{- $old := index . 2 -}}
{{- $new := index . 3 -}}
{{- $default := index . 4 -}}
{{- if kindIs "invalid" $default -}}
  {{- if semverCompare $kubeVersion $values.Capabilities.KubeVersion.GitVersion -}}
    {{- print $new -}}
  {{- else -}}
    {{- print $old -}}
  {{- end -}}
{{- else -}}
  {{- print $default }}
{{- end -}}
{{- end -}}
