/* SPDX-License-Identifier: Apache-2.0
   What the shared library shows. A static one shows nothing: two copies in one process, say in a
   plug-in and in its host, must not take each other's place. */
#ifndef MOCCASIN_EXPORT_H
#define MOCCASIN_EXPORT_H

#if defined(MOCCASIN_STATIC_DEFINE)
#define MOCCASIN_EXPORT
#elif defined(__GNUC__)
#define MOCCASIN_EXPORT __attribute__((visibility("default")))
#else
#error "moccasin is built by gcc and clang only"
#endif

#endif
