package io.bentoform.api.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Commands that run once in each chosen {@link Pass}. Such classes run beside the tests of other
 * packages, one of them at a time, since they share {@link Cloud} and a pass may restart it.
 */
@ParameterizedClass
@MethodSource("io.bentoform.api.conformance.Pass#chosen")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("cloud")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface ConformanceTest {}
