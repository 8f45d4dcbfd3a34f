{{- define "keep.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- define "keep.namespace" -}}{{- default .Release.Namespace .Values.global.namespace -}}{{- end -}}
{{- define "keep.serverEnabled" -}}
{{- $_ := set . "serverEnabled" (or (eq (.Values.server.enabled | toString) "true") (and (eq (.Values.server.enabled | toString) "-") (eq (.Values.global.enabled | toString) "true"))) -}}
{{- end -}}
{{- define "keep.injectorEnabled" -}}
{{- $_ := set . "injectorEnabled" (or (eq (.Values.injector.enabled | toString) "true") (and (eq (.Values.injector.enabled | toString) "-") (eq (.Values.global.enabled | toString) "true"))) -}}
{{- end -}}
{{- define "keep.mode" -}}
  {{- template "keep.serverEnabled" . -}}
  {{- if or (.Values.injector.externalAddr) (.Values.global.externalAddr) -}}
    {{- $_ := set . "mode" "external" -}}
  {{- else if not .serverEnabled -}}
    {{- $_ := set . "mode" "external" -}}
  {{- else if eq (.Values.server.dev.enabled | toString) "true" -}}
    {{- $_ := set . "mode" "dev" -}}
  {{- else if eq (.Values.server.ha.enabled | toString) "true" -}}
    {{- $_ := set . "mode" "ha" -}}
  {{- else if or (eq (.Values.server.standalone.enabled | toString) "true") (eq (.Values.server.standalone.enabled | toString) "-") -}}
    {{- $_ := set . "mode" "standalone" -}}
  {{- else -}}
    {{- $_ := set . "mode" "" -}}
  {{- end -}}
{{- end -}}
{{- define "keep.replicas" -}}
{{ if eq .mode "standalone" }}{{ default 1 }}{{ else if eq .mode "ha" }}{{ if or (kindIs "int64" .Values.server.ha.replicas) (kindIs "float64" .Values.server.ha.replicas) }}{{ .Values.server.ha.replicas }}{{ else }}{{ 3 }}{{ end }}{{ else }}{{ default 1 }}{{ end }}
{{- end -}}
{{- define "keep.pdb.maxUnavailable" -}}
{{- if eq (int .Values.server.ha.replicas) 1 -}}{{ 0 }}
{{- else if .Values.server.ha.disruptionBudget.maxUnavailable -}}{{ .Values.server.ha.disruptionBudget.maxUnavailable -}}
{{- else -}}{{- div (sub (div (mul (int .Values.server.ha.replicas) 10) 2) 1) 10 -}}{{- end -}}
{{- end -}}
{{- define "keep.volumes" -}}
  {{- if and (ne .mode "dev") (or (.Values.server.standalone.config) (.Values.server.ha.config)) }}
        - name: config
          configMap:
            name: {{ template "keep.fullname" . }}-config
  {{- end }}
  {{- range .Values.server.extraVolumes }}
        - name: userconfig-{{ .name }}
          {{ .type }}:
          {{- if (eq .type "configMap") }}
            name: {{ .name }}
          {{- else if (eq .type "secret") }}
            secretName: {{ .name }}
          {{- end }}
            defaultMode: {{ .defaultMode | default 420 }}
  {{- end }}
  {{- if .Values.server.volumes }}
    {{- toYaml .Values.server.volumes | nindent 8 }}
  {{- end }}
{{- end -}}
{{- define "keep.envs" -}}
{{- range $key, $value := .Values.server.extraEnvironmentVars }}
            - name: {{ printf "%s" $key | replace "." "_" | upper | quote }}
              value: {{ $value | quote }}
{{- end }}
{{- range .Values.server.extraSecretEnvironmentVars }}
            - name: {{ .envName }}
              valueFrom:
                secretKeyRef:
                  name: {{ .secretName }}
                  key: {{ .secretKey }}
{{- end }}
{{- end -}}
{{- define "keep.affinity" -}}
  {{- if and (ne .mode "dev") .Values.injector.affinity }}
      affinity:
        {{ $tp := typeOf .Values.injector.affinity }}
        {{- if eq $tp "string" }}
          {{- tpl .Values.injector.affinity . | nindent 8 | trim }}
        {{- else }}
          {{- toYaml .Values.injector.affinity | nindent 8 }}
        {{- end }}
  {{ end }}
{{- end -}}
{{- define "keep.annotations" -}}
  {{- if .Values.server.annotations }}
  annotations:
    {{- $tp := typeOf .Values.server.annotations }}
    {{- if eq $tp "string" }}
      {{- tpl .Values.server.annotations . | nindent 4 }}
    {{- else }}
      {{- toYaml .Values.server.annotations | nindent 4 }}
    {{- end }}
  {{- end }}
{{- end -}}
{{- define "keep.claims" -}}
  {{- if and (ne .mode "dev") (or .Values.server.dataStorage.enabled .Values.server.auditStorage.enabled) }}
  volumeClaimTemplates:
      {{- if and (eq (.Values.server.dataStorage.enabled | toString) "true") (or (eq .mode "standalone") (eq (.Values.server.ha.raft.enabled | toString ) "true" )) }}
    - metadata:
        name: data
      spec:
        accessModes:
          - {{ .Values.server.dataStorage.accessMode | default "ReadWriteOnce" }}
        resources:
          requests:
            storage: {{ .Values.server.dataStorage.size }}
          {{- if .Values.server.dataStorage.storageClass }}
        storageClassName: {{ .Values.server.dataStorage.storageClass }}
          {{- end }}
      {{ end }}
      {{- if eq (.Values.server.auditStorage.enabled | toString) "true" }}
    - metadata: {name: audit}
      spec: {resources: {requests: {storage: {{ .Values.server.auditStorage.size }}}}}
      {{- end }}
  {{ end }}
{{- end -}}
