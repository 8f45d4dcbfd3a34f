<?php
if (getenv('REDIS_HOST')) {
  $CONFIG = array(
    'memcache.distributed' => '\OC\Memcache\Redis',
    'redis' => array('host' => getenv('REDIS_HOST'), 'password' => (string) getenv('REDIS_HOST_PASSWORD')),
  );
}
