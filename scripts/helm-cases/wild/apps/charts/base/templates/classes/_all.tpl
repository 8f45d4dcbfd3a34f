{{- define "base.classes.deployment" -}}
{{- $labels := merge (dict "controller" .object.identifier) (.object.labels | default dict) -}}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ ternary .rootContext.Release.Name (printf "%s-%s" .rootContext.Release.Name .object.identifier) (eq .object.identifier "main") }}
  labels: {{- toYaml $labels | nindent 4 }}
  {{- with .object.annotations }}
  annotations:
    {{- range $k, $v := . }}
    {{- printf "%s: %s" $k (tpl $v $.rootContext | toYaml) | nindent 4 }}
    {{- end }}
  {{- end }}
spec:
  {{- if hasKey .object "replicas" }}
  {{- if not (eq .object.replicas nil) }}
  replicas: {{ .object.replicas }}
  {{- end }}
  {{- end }}
  strategy: {type: {{ .object.strategy | default "Recreate" }}}
  selector: {matchLabels: {{ $labels | toJson }}}
  template:
    spec: {{- include "base.pod.spec" . | nindent 6 }}
{{- end -}}
{{- define "base.classes.cronjob" -}}
  {{- $settings := get .object "cronjob" -}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: {{ .rootContext.Release.Name }}-{{ .object.identifier }}}
spec:
  suspend: {{ default false $settings.suspend }}
  schedule: {{ $settings.schedule | quote }}
  jobTemplate:
    spec:
      backoffLimit: {{ $settings.backoffLimit | default 6 }}
      {{- with $settings.ttl }}
      ttlSecondsAfterFinished: {{ . }}
      {{- end }}
      template:
        spec: {{- include "base.pod.spec" . | nindent 10 }}
{{- end -}}
{{- define "base.classes.service" -}}
---
apiVersion: v1
kind: Service
metadata: {name: {{ .object.name }}}
spec:
  type: {{ .object.type | default "ClusterIP" }}
  ports:
  {{- range $name, $port := .object.ports }}
  {{- $enabled := true }}{{ if hasKey $port "enabled" }}{{ $enabled = $port.enabled }}{{ end }}
  {{- if $enabled }}
    - name: {{ $name }}
      port: {{ $port.port }}
      {{- if and (eq $.object.type "NodePort") $port.nodePort }}
      nodePort: {{ $port.nodePort }}
      {{- end }}
  {{- end }}
  {{- end }}
{{- end -}}
