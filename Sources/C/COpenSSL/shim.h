// OpenSSL 3 and what Swift cannot see of it: macros with casts, variadics, typed stacks.
#pragma once
#include <openssl/ssl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <openssl/pem.h>
#include <openssl/err.h>

/// The reason part of a packed error code; for an alert of the other end this is 1000 + the alert.
static inline int openssl_reason(unsigned long code) { return ERR_GET_REASON(code); }
/// The library part of a packed error code, an `ERR_LIB_…`.
static inline int openssl_library(unsigned long code) { return ERR_GET_LIB(code); }

static inline EVP_PKEY *openssl_make_p256_key(void) { return EVP_EC_gen("P-256"); }
static inline EVP_PKEY *openssl_make_rsa_key(unsigned int bits) { return EVP_RSA_gen(bits); }

static inline long openssl_memory_contents(BIO *bio, char **start) { return BIO_get_mem_data(bio, start); }

/// RFC 2253 order, one line, UTF-8 left as it is.
static inline int openssl_print_name(BIO *bio, const X509_NAME *name) {
    return X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
}

static inline int openssl_alternative_count(const GENERAL_NAMES *names) { return sk_GENERAL_NAME_num(names); }

/// The bytes of the alternative name at `index` where it is of `kind` (`GEN_DNS`, `GEN_IPADD`), else null.
static inline const ASN1_STRING *openssl_alternative(const GENERAL_NAMES *names, int index, int kind) {
    const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
    if (name == NULL || name->type != kind) return NULL;
    return kind == GEN_IPADD ? name->d.iPAddress : name->d.ia5;
}

static inline int openssl_gcm_set_tag(EVP_CIPHER_CTX *context, int count, void *tag) {
    return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, count, tag);
}
static inline int openssl_gcm_get_tag(EVP_CIPHER_CTX *context, int count, void *tag) {
    return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, count, tag);
}
