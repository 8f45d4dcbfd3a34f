{{- define "jenkins.password" -}}
  {{- if .Values.controller.admin.password -}}
    {{- .Values.controller.admin.password | b64enc | quote }}
  {{- else -}}
    {{- $secret := (lookup "v1" "Secret" .Release.Namespace (include "jenkins.fullname" .)).data -}}
    {{- if $secret -}}
      {{- index $secret "jenkins-admin-password" | quote -}}
    {{- else -}}
      {{- randAlphaNum 22 | len | toString | b64enc | quote }}
    {{- end -}}
  {{- end -}}
{{- end -}}
