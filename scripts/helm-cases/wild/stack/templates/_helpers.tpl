{{- define "stack.name" -}}{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" -}}{{- end }}
{{- define "stack.fullname" -}}
{{- if .Values.fullnameOverride -}}{{- .Values.fullnameOverride | trunc 26 | trimSuffix "-" -}}
{{- else -}}{{- $name := default .Chart.Name .Values.nameOverride -}}{{- if contains $name .Release.Name -}}{{- .Release.Name | trunc 26 | trimSuffix "-" -}}{{- else -}}{{- printf "%s-%s" .Release.Name $name | trunc 26 | trimSuffix "-" -}}{{- end -}}{{- end -}}
{{- end -}}
{{- define "stack.labels" }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: "{{ replace "+" "_" .Chart.Version }}"
release: {{ $.Release.Name | quote }}
heritage: {{ $.Release.Service | quote }}
{{- if .Values.commonLabels}}
{{ toYaml .Values.commonLabels }}
{{- end }}
{{- end }}
{{- define "stack.ingress.isStable" -}}{{- eq (include "stack.ingress.apiVersion" .) "networking.k8s.io/v1" -}}{{- end -}}
{{- define "stack.ingress.apiVersion" -}}
  {{- if and (.Capabilities.APIVersions.Has "networking.k8s.io/v1") (semverCompare ">= 1.19-0" (include "stack.kubeVersion" .)) -}}
      {{- print "networking.k8s.io/v1" -}}
  {{- else -}}{{- print "extensions/v1beta1" -}}{{- end -}}
{{- end -}}
{{- define "stack.kubeVersion" -}}{{- default .Capabilities.KubeVersion.Version (.Values.kubeVersionOverride | default "") -}}{{- end -}}
