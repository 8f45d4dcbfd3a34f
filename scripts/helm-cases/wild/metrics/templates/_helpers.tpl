{{- define "metrics.name" -}}{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" -}}{{- end }}

{{/* As long as names of pods allow: 63 - the longest suffix */}}
{{- define "metrics.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 26 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 26 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 26 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "metrics.chartref" -}}{{- replace "+" "_" .Chart.Version | printf "%s-%s" .Chart.Name -}}{{- end }}

{{- define "metrics.labels" }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/instance: {{ $.Release.Name }}
app.kubernetes.io/version: "{{ replace "+" "_" .Chart.Version }}"
app.kubernetes.io/part-of: {{ template "metrics.name" . }}
chart: {{ template "metrics.chartref" . }}
release: {{ $.Release.Name | quote }}
heritage: {{ $.Release.Service | quote }}
{{- if .Values.commonLabels}}
{{ toYaml .Values.commonLabels }}
{{- end }}
{{- end }}

{{- define "metrics.crname" -}}
{{- if .Values.cleanPrometheusOperatorObjectNames }}{{ include "metrics.fullname" . }}{{ else }}{{ print (include "metrics.fullname" .) "-prometheus" }}{{ end }}
{{- end }}

{{/* Several kinds of pull secrets */}}
{{- define "metrics.imagePullSecrets" -}}
{{- range .Values.global.imagePullSecrets }}
  {{- if eq (typeOf .) "map[string]interface {}" }}
- {{ toYaml . | trim }}
  {{- else }}
- name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}

{{- define "metrics.kubeVersion" -}}
  {{- default .Capabilities.KubeVersion.Version .Values.kubeVersionOverride -}}
{{- end -}}

{{- define "metrics.ingress.apiVersion" -}}
  {{- if and (.Capabilities.APIVersions.Has "networking.k8s.io/v1") (semverCompare ">= 1.19-0" (include "metrics.kubeVersion" .)) -}}
    {{- print "networking.k8s.io/v1" -}}
  {{- else if .Capabilities.APIVersions.Has "networking.k8s.io/v1beta1" -}}
    {{- print "networking.k8s.io/v1beta1" -}}
  {{- else -}}
    {{- print "extensions/v1beta1" -}}
  {{- end -}}
{{- end -}}

{{- define "metrics.relabelings" -}}
{{- $top := index . 0 -}}{{- $list := index . 1 -}}
{{- if $list }}
{{ tpl (toYaml $list) $top }}
{{- end }}
{{- end -}}

{{- define "metrics.joinAggregation" -}}
{{- $labels := concat (list "namespace") .Values.defaultRules.additionalAggregationLabels | uniq -}}
{{ join ", " $labels }}
{{- end -}}
