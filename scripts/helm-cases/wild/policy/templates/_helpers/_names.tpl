{{/* vim: set filetype=mustache: */}}

{{- define "policy.name" -}}
{{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- define "policy.fullname" -}}
{{- if .Values.fullnameOverride -}}
  {{ .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else -}}
  {{- $name := default .Chart.Name .Values.nameOverride -}}
  {{- if contains $name .Release.Name -}}
    {{ .Release.Name | trunc 63 | trimSuffix "-" }}
  {{- else -}}
    {{ printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
  {{- end -}}
{{- end -}}
{{- end -}}

{{- define "policy.chart" -}}
{{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- define "policy.chartVersion" -}}
  {{- if .Values.templating -}}{{- required "templating.version is required when templating.enabled is true" .Values.templating.version | replace "+" "_" -}}
  {{- else -}}{{- .Chart.Version | replace "+" "_" -}}{{- end -}}
{{- end -}}

{{- define "policy.namespace" -}}
{{ default .Release.Namespace .Values.namespaceOverride }}
{{- end -}}
