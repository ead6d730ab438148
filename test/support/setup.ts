import nock from 'nock'

// No test ever leaves this machine: an unmocked call to the outside fails loudly instead of passing by luck.
nock.disableNetConnect()
nock.enableNetConnect(/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/)
