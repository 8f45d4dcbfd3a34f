{{- define "edge.podTemplate" }}
  {{- $version := include "imageVersion" $ }}
    metadata:
      annotations:
      {{- with .Values.deployment.podAnnotations }}
      {{- tpl (toYaml .) $ | nindent 8 }}
      {{- end }}
        prometheus.io/port: {{ quote (index .Values.ports "metrics" | default (dict "port" 9100)).port }}
    spec:
      terminationGracePeriodSeconds: {{ default 60 .Values.deployment.terminationGracePeriodSeconds }}
      {{- with .Values.deployment.initContainers }}
      initContainers:
        {{- toYaml . | nindent 6 }}
      {{- end }}
      containers:
      - image: {{ template "edge.image-name" . }}
        name: {{ template "edge.name" . }}
        {{- with .Values.deployment.lifecycle }}
        lifecycle:
          {{- toYaml . | nindent 10 }}
        {{- end }}
        ports:
        {{- $hostNetwork := .Values.hostNetwork }}
        {{- range $name, $config := .Values.ports }}
        {{- if $config }}
          {{- if and $hostNetwork (and $config.hostPort $config.port) }}
            {{- if ne ($config.hostPort | int) ($config.port | int) }}
              {{- fail "ERROR: All hostPort must match their respective containerPort when `hostNetwork` is enabled" }}
            {{- end }}
          {{- end }}
        - name: {{ $name | lower | trunc 15 | quote }}
          containerPort: {{ default $config.port $config.containerPort }}
          protocol: {{ default "TCP" $config.protocol }}
          {{- if ($config.http3).enabled }}
        - name: "{{ $name }}-http3"
          containerPort: {{ $config.port }}
          protocol: UDP
          {{- end }}
        {{- end }}
        {{- end }}
        args:
          {{- with .Values.globalArguments }}
          {{- range . }}
          - {{ . | quote }}
          {{- end }}
          {{- end }}
          {{- range $name, $config := .Values.ports }}
          {{- if $config }}
          - "--entryPoints.{{$name}}.address=:{{ $config.port }}/{{ default "tcp" $config.protocol | lower }}"
          {{- with $config.redirections }}
           {{- with .entryPoint }}
          - "--entryPoints.{{ $name }}.http.redirections.entryPoint.to=:{{ (get $.Values.ports .to).exposedPort }}"
            {{- with .permanent }}
          - "--entryPoints.{{ $name }}.http.redirections.entryPoint.permanent={{ . }}"
            {{- end }}
           {{- end }}
          {{- end }}
          {{- if ($config.tls).enabled }}
            {{- if $config.tls.certResolver }}
          - "--entryPoints.{{ $name }}.http.tls.certResolver={{ $config.tls.certResolver }}"
            {{- end }}
            {{- range $index, $domain := $config.tls.domains }}
            {{- if $domain.main }}
          - "--entryPoints.{{ $name }}.http.tls.domains[{{ $index }}].main={{ $domain.main }}"
            {{- end }}
            {{- if $domain.sans }}
          - "--entryPoints.{{ $name }}.http.tls.domains[{{ $index }}].sans={{ join "," $domain.sans }}"
            {{- end }}
            {{- end }}
          {{- end }}
          {{- if $config.http3 }}
            {{- if semverCompare ">=3.0.0-0" $version}}
              {{- if $config.http3.enabled }}
          - "--entryPoints.{{ $name }}.http3"
              {{- end }}
            {{- else }}
          - "--experimental.http3={{ $config.http3.enabled }}"
            {{- end }}
          {{- end }}
          {{- with $config.forwardedHeaders }}
          {{- if .trustedIPs }}
          - "--entryPoints.{{ $name }}.forwardedHeaders.trustedIPs={{ join "," .trustedIPs }}"
          {{- end }}{{ end }}
          {{- with ($config.transport).respondingTimeouts }}
          {{- if (toString .readTimeout) }}
          - "--entryPoints.{{ $name }}.transport.readTimeout={{ .readTimeout }}"
          {{- end }}
          - "--entryPoints.{{ $name }}.transport.idleTimeout={{ .idleTimeout }}"
          {{- end }}
          {{- end }}
          {{- end }}
          {{- with .Values.logs }}
          - "--log.level={{ .general.level | upper }}"
          {{- range $filter, $value := .access.filters }}
          - "--accesslog.filters.{{ $filter }}={{ $value }}"
          {{- end }}
          {{- range $fieldname, $fieldaction := .access.fields.headers.names }}
          - "--accesslog.fields.headers.names.{{ $fieldname }}={{ $fieldaction }}"
          {{- end }}
          {{- end }}
          {{- range $pluginName, $plugin := .Values.experimental.plugins }}
          {{- if or (ne (typeOf $plugin) "map[string]interface {}") (not (hasKey $plugin "moduleName")) (not (hasKey $plugin "version")) }}
            {{- fail (printf "ERROR: plugin %s is missing moduleName/version keys !" $pluginName) }}
          {{- end }}
          - --experimental.plugins.{{ $pluginName }}.moduleName={{ $plugin.moduleName }}
          {{- if $plugin.settings }}
          {{- include "edge.yaml2CommandLineArgs" (dict "path" (printf "experimental.plugins.%s.settings" $pluginName) "content" $plugin.settings) | nindent 10 }}
          {{- end }}
          {{- end }}
          {{- range .Values.additionalArguments }}
          - {{ tpl . $ | quote }}
          {{- end }}
        {{- with .Values.resources }}
        resources: {{ toYaml . | nindent 10 }}
        {{- end }}
{{ end -}}
