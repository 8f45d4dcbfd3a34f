{{- define "policy.image" -}}
{{- $tag := default .defaultTag .image.tag -}}
{{- $imageRegistry := default (default .image.defaultRegistry .globalRegistry) .image.registry -}}
{{- if not (typeIs "string" $tag) -}}
  {{ fail "Image tags must be strings." }}
{{- end -}}
{{- if $imageRegistry -}}
  {{- print $imageRegistry "/" (required "An image repository is required" .image.repository) ":" $tag -}}
{{- else -}}
  {{- print (required "An image repository is required" .image.repository) ":" $tag -}}
{{- end -}}
{{- end -}}

{{- define "policy.sortedImagePullSecrets" -}}
{{- if . }}
imagePullSecrets:
{{- range $secret := . }}
  - name: {{ if kindIs "map" $secret }}{{ $secret.name }}{{ else }}{{ $secret }}{{ end }}
{{- end }}
{{- end }}
{{- end -}}
